"""Addresses of the press review, below the language."""

from django.urls import path

from press.public import views

urlpatterns = [
    path("press/", views.index, name="press"),
    path("press/feed.atom", views.atom, name="press-atom"),
    path("press/feed.json", views.json_feed, name="press-json-feed"),
]
