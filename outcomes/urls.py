"""Addresses of the tracker of recommendations, below the language."""

from django.urls import path

from outcomes import views

urlpatterns = [
    path("recommendations/", views.recommendations, name="recommendations"),
    path("recommendations/recommendations.csv", views.recommendations_file, name="recommendations-file"),
]
