"""The search page's address, below the language, and that of what may be meant while it is typed."""

from django.urls import path

from search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggest, name="search-suggestions"),
]
