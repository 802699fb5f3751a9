"""The form of signing in, by mail address or by the sign-in name of somebody who has none."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.sign_in_names import address_of

# Of a mail address (RFC 5321).
LONGEST = 254


class NameOrAddressForm(LoginForm):
    """allauth's form of signing in, in which a word without an @ is a sign-in name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address_field = self.fields["login"]
        attributes = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label=_("E-mail address or sign-in name"),
            max_length=LONGEST,
            widget=forms.TextInput(attrs=attributes),
        )

    def clean_login(self) -> str:
        """Return the mail address of the account that is meant. ValidationError for an address that is none."""
        typed = self.cleaned_data["login"].strip()
        return self.address_field.clean(typed) if "@" in typed else address_of(typed)
