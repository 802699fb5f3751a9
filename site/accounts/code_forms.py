"""Forms of allauth in which a code is typed, with digit keyboards on phones and limits in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import ConfirmLoginCodeForm, ResetPasswordKeyForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.allauth_limits import spend_authenticator_code
from accounts.second_step.passkey_forms import assertion_field, authenticator_of
from common.rate_limit import RateLimit, spend_once

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# A mailed code has fewer; blanks and dashes may be typed between.
LONGEST_CODE = 40
# As long as the link itself works, or it could be used again after that.
PASSWORD_LINK_TIME = settings.PASSWORD_RESET_TIMEOUT
TRIES = RateLimit(
    "tries of a mailed code", account_settings.LOGIN_BY_CODE_MAX_ATTEMPTS, account_settings.LOGIN_BY_CODE_TIMEOUT
)


def code_field(hint: _StrPromise | str = "") -> forms.CharField:
    """Return a form field for a one-time code: numeric keyboard, filled in by the browser, room for grouped digits."""
    box = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
    return forms.CharField(label=_("Code"), max_length=LONGEST_CODE, widget=box, help_text=hint)


class CodeForm(AuthenticateForm):
    """The form for a code of the second factor at sign-in."""

    code = code_field()


class CodeAgainForm(ReauthenticateForm):
    """The form for a code or a passkey that is asked again before something sensitive; one of the two is enough."""

    code = code_field()
    credential = assertion_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever sends a passkey types no code; without either the box says that it is needed.
        if self.data.get("credential"):
            self.fields["code"].required = False

    @cached_property
    def passkey_options(self) -> dict[str, Any] | None:
        """The question for the browser, kept in the session too; None for a person without a passkey."""
        own = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN)
        return begin_authentication(self.user) if own.exists() else None

    def clean_code(self) -> str:
        """Return the right code, or "" when a passkey was sent. ValidationError for a wrong code."""
        return "" if self.data.get("credential") else super().clean_code()

    def clean_credential(self) -> Authenticator | None:
        """Return the passkey that signed, None when a code was sent. ValidationError if it is not the person's."""
        credential = self.cleaned_data["credential"]
        if credential is None:
            return None
        self.authenticator = authenticator_of(self.user, credential)
        return self.authenticator


class FirstCodeForm(ActivateTOTPForm):
    """The form for the first code when a second factor is set up."""

    code = code_field(_("Six digits, which change every 30 seconds."))

    def clean_code(self) -> str:
        """Return the right authenticator code and mark it used. ValidationError if wrong or used before."""
        code = super().clean_code()
        # A right code is used up: somebody who saw it typed must not sign in with it.
        if not spend_authenticator_code(self.user.pk, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class MailedCodeForm(ConfirmLoginCodeForm):
    """The form for a mailed code, which counts tries in the database.

    A number in the session would miss tries that come at the same moment.
    """

    # Mailed codes contain letters, so that a phone must show all its keys.
    code = forms.CharField(
        label=_("Code"), max_length=LONGEST_CODE, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )

    def clean_code(self) -> str:
        """Return the right mailed code and mark it used. ValidationError if wrong, used or tried too often."""
        # Session and code together: a new code has tries of its own, and another session too.
        pending = f"{context.request.session.session_key} {self.expected_code}"
        # Before the code is compared, so that a right guess after too many wrong ones fails too.
        if TRIES.is_exceeded_by(pending):
            raise get_account_adapter().validation_error("incorrect_code")
        code = super().clean_code()
        if not spend_once("mailed code", pending, account_settings.LOGIN_BY_CODE_TIMEOUT):
            raise get_account_adapter().validation_error("incorrect_code")
        return code


class NewPasswordForm(ResetPasswordKeyForm):
    """The form for a new password, which accepts each mailed link only once."""

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data and mark the mailed password link used; add an error if it was used before."""
        data = super().clean() or {}
        # Only without errors: a password that is refused must not use up the link.
        if not self.errors and not spend_once("password link", f"{self.user.pk} {self.temp_key}", PASSWORD_LINK_TIME):
            self.add_error(None, get_account_adapter().validation_error("invalid_password_reset"))
        return data
