"""Addresses of the second factor's pages that stand in the place of allauth's own."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from accounts.second_step.views import AddPasskeyView, SetUpView

urlpatterns = [
    path("accounts/2fa/totp/activate/", SetUpView.as_view(), name="mfa_activate_totp"),
    path("accounts/2fa/webauthn/add/", AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    # One page asks again for a passkey or a code; one page lists everything.
    path(
        "accounts/2fa/webauthn/reauthenticate/",
        RedirectView.as_view(pattern_name="mfa_reauthenticate", query_string=True),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/2fa/webauthn/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
]
