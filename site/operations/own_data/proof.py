"""Ask whoever wants to delete an account to prove once more that it is hers."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.code_forms import CodeAgainForm
from accounts.models import User
from common.rate_limit import HOUR, RateLimit
from workspace.decorators import WorkRequest

# Guesses at a password or a code, from a telephone that somebody left lying open.
GUESSES = RateLimit("proof before an account is deleted", 10, HOUR)
# Who has neither signs in anew with a mailed code, so many seconds before.
LATELY = 15 * 60


class PasswordAgainForm(ReauthenticateForm):
    """The form for a password that is asked again before an account is deleted."""


class SignedInLatelyForm(forms.Form):
    """A form without a box, for who has neither password nor second factor: she signed in a moment ago, or may not."""

    def __init__(self, *args: Any, signed_in_at: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signed_in_at = signed_in_at

    def clean(self) -> dict[str, Any] | None:
        """Raise ValidationError when the person signed in too long ago (15 minutes)."""
        if time.time() - self.signed_in_at > LATELY:
            raise forms.ValidationError(
                _("Please sign out, sign in with a mailed code, and delete your account within 15 minutes.")
            )
        return super().clean()


def proof_form(request: WorkRequest, user: User) -> forms.Form:
    """Return the form by which a user proves identity: second-factor code, else password, else recent sign-in."""
    data = request.POST if request.method == "POST" else None
    # A second factor first: whoever has one must show it, also with a password.
    if Authenticator.objects.filter(user=user).exists():
        return CodeAgainForm(data, user=user)
    if user.has_usable_password():
        return PasswordAgainForm(data, user=user)
    # Without the record of a sign-in (an old session) the time is 0, which is long ago.
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or [{}]
    return SignedInLatelyForm(data, signed_in_at=max(method.get("at", 0.0) for method in methods))
