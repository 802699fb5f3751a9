"""Addresses of what everybody reads about moderation, below the language."""

from django.urls import path

from moderation.views.checking import how_we_check

urlpatterns = [
    path("how-we-check/", how_we_check, name="how-we-check"),
]
