"""Addresses of the library, below the language."""

from django.urls import path

from blog import views

urlpatterns = [path("publications/", views.publications, name="publications")]
