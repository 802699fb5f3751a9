"""Addresses of activity, feeds and following, below the language."""

from django.urls import path

from feed import recommendations_feed, search_feed, views
from feed.follow import views as follow

urlpatterns = [
    path("search/feed.atom", search_feed.atom, name="search-atom"),
    path("recommendations/feed.atom", recommendations_feed.atom, name="recommendations-atom"),
    path("follow/", follow.ask, name="follow"),
    path("follow/asked/", follow.asked, name="follow-asked"),
    path("follow/left/", follow.left, name="follow-left"),
    path("follow/confirm/<str:token>/", follow.confirm, name="follow-confirm"),
    path("follow/manage/<str:token>/", follow.manage, name="follow-manage"),
    path("follow/leave/<str:token>/", follow.leave, name="follow-leave"),
    path("activity/", views.index, name="activity"),
    path("activity/feed.atom", views.atom, name="atom"),
    path("activity/feed.json", views.json_feed, name="json-feed"),
    path("organizations/<slug:slug>/activity/", views.index, name="organization-activity"),
    path("organizations/<slug:slug>/activity/feed.atom", views.atom, name="organization-atom"),
    path("organizations/<slug:slug>/activity/feed.json", views.json_feed, name="organization-json-feed"),
]
