"""The forms in which a code of digits is typed: a phone shows its digits for them."""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_CODE = 40


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
