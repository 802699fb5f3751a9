"""Addresses of what has happened, below the language."""

from django.urls import path

from feed import searches, views

urlpatterns = [
    path("search/feed.atom", searches.atom, name="search-atom"),
    path("activity/", views.index, name="activity"),
    path("activity/feed.atom", views.atom, name="atom"),
    path("activity/feed.json", views.json_feed, name="json-feed"),
    path("organizations/<slug:slug>/activity/", views.index, name="organization-activity"),
    path("organizations/<slug:slug>/activity/feed.atom", views.atom, name="organization-atom"),
    path("organizations/<slug:slug>/activity/feed.json", views.json_feed, name="organization-json-feed"),
]
