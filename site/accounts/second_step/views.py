"""Pages on which a person sets up her second factor: passkey first, authenticator app beside it."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.db import transaction
from django.http import HttpResponse

from accounts.models import User
from accounts.second_step.passkey_forms import AddPasskeyForm


class SetUpView(ActivateTOTPView):
    """The page that sets up a second factor: a passkey of this device, or an authenticator app."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context of the app's key, and for who has no passkey its form with the question of the browser."""
        context = super().get_context_data(**kwargs)
        user = self.request.user
        # In groups of four letters, for who has to type it.
        context["key"] = " ".join(wrap(context["form"].secret, 4))
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists():
            context["passkey_form"] = AddPasskeyForm(user=user)
            context["passkey_options"] = begin_registration(user, False)
        return context


class AddPasskeyView(AddWebAuthnView):
    """The page that adds a passkey; it and the first recovery codes are stored together."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the form that was sent, where allauth's view makes an empty one."""
        return super().get_context_data(**kwargs) | kwargs

    @transaction.atomic
    def form_valid(self, form: AddWebAuthnForm) -> HttpResponse:
        """Store the passkey, record the mail about it, and redirect to new recovery codes or the overview."""
        # Two forms at once would add an eleventh, or recovery codes twice.
        User.objects.select_for_update(no_key=True).get(pk=self.request.user.pk)
        return super().form_valid(form)
