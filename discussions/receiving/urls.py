"""Addresses of the pages about mails that came in, below /<language>/discussions/posts/by-mail/."""

from django.urls import path

from discussions.receiving import views

urlpatterns = [
    path("asked/<str:token>/", views.asked, name="mail-asked"),
    path("missing/<str:token>/", views.missing, name="mail-missing"),
]
