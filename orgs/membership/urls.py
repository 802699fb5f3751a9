"""Addresses of what orgs answers itself."""

from django.urls import path

from orgs.membership.views import InvitationView

urlpatterns = [
    path("accounts/invitation/<str:token>/", InvitationView.as_view(), name="invitation"),
]
