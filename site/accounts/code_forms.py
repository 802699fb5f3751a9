"""The forms in which a code of digits is typed: a phone shows its digits for them."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import ConfirmLoginCodeForm, ResetPasswordKeyForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.allauth_limits import spend_authenticator_code
from common.rate_limit import RateLimit, spend_once

LONGEST_CODE = 40
PASSWORD_LINK_TIME = settings.PASSWORD_RESET_TIMEOUT
TRIES = RateLimit(
    "tries of a mailed code", account_settings.LOGIN_BY_CODE_MAX_ATTEMPTS, account_settings.LOGIN_BY_CODE_TIMEOUT
)


def code_field() -> forms.CharField:
    """Return the field for a code; Khmer digits and groups of digits are taken too (common.typed_text)."""
    box = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
    return forms.CharField(label=_("Code"), max_length=LONGEST_CODE, widget=box)


class CodeForm(AuthenticateForm):
    code = code_field()


class CodeAgainForm(ReauthenticateForm):
    code = code_field()


class FirstCodeForm(ActivateTOTPForm):
    code = code_field()

    def clean_code(self) -> str:
        code = super().clean_code()
        # A right one is spent: who looked over her shoulder must not sign in with it.
        if not spend_authenticator_code(self.user.pk, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class MailedCodeForm(ConfirmLoginCodeForm):
    """Counts tries in the database: the number in the session misses those that come at once."""

    # Letters are among them, so that a phone shows all its keys.
    code = forms.CharField(
        label=_("Code"), max_length=LONGEST_CODE, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )

    def clean_code(self) -> str:
        pending = f"{context.request.session.session_key} {self.expected_code}"
        if TRIES.is_exceeded_by(pending):
            raise get_account_adapter().validation_error("incorrect_code")
        code = super().clean_code()
        if not spend_once("mailed code", pending, account_settings.LOGIN_BY_CODE_TIMEOUT):
            raise get_account_adapter().validation_error("incorrect_code")
        return code


class NewPasswordForm(ResetPasswordKeyForm):
    """Takes each link once, also when it is used twice at the same moment."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not spend_once("password link", f"{self.user.pk} {self.temp_key}", PASSWORD_LINK_TIME):
            self.add_error(None, get_account_adapter().validation_error("invalid_password_reset"))
        return data
