"""Addresses of the pages that orgs serves itself."""

from django.urls import path

from orgs.membership.email_addresses import email_addresses
from orgs.membership.handed_link_views import HandedLinkView
from orgs.membership.views import InvitationView

urlpatterns = [
    path("accounts/email/", email_addresses, name="account_email"),
    path("accounts/link/<str:secret>/", HandedLinkView.as_view(), name="handed-link"),
    path("accounts/invitation/<str:token>/", InvitationView.as_view(), name="invitation"),
]
