"""Addresses of the pages about one's own data."""

from __future__ import annotations

from django.urls import path

from operations.own_data import views

urlpatterns = [
    path("workspace/my-data/", views.own_data, name="own-data"),
    path("workspace/my-data/download/", views.own_data_file, name="own-data-file"),
    path("workspace/my-data/delete-account/", views.delete_account, name="delete-account"),
    path("accounts/deleted/", views.account_deleted, name="account-deleted"),
    path("follower-data/<str:token>/", views.follower_data, name="follower-data"),
]
