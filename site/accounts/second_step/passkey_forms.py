"""Forms that carry what a phone or computer answers about a passkey, with limits on what is accepted."""

from __future__ import annotations

import json
import re
import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, EditWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Characters of JSON. A passkey without attestation has about 1,000.
LONGEST_CREDENTIAL = 16_000
LONGEST_NAME = 60
MOST_PASSKEYS = 10
BASE64URL = re.compile(r"\A[A-Za-z0-9_-]+\Z")
# fido2 trusts the shape of what it reads, and raises whatever comes of it.
MALFORMED = (
    *(TypeError, ValueError, KeyError, IndexError, AttributeError, AssertionError, OverflowError),
    *(RecursionError, NotImplementedError, struct.error),
)


class EmptyHiddenInput(forms.HiddenInput):
    """A hidden input that is always shown empty: a used answer must not be sent again beside a typed code."""

    def format_value(self, value: Any) -> None:
        """Return None whatever was sent."""
        return


class CredentialField(forms.CharField):
    """A hidden field with the answer of the browser about a passkey, as JSON; its value is a dict of base64 texts."""

    widget = EmptyHiddenInput

    def __init__(self, answers: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_CREDENTIAL, empty_value=None, **kwargs)
        self.answers = answers

    def clean(self, value: Any) -> Any:
        """Return the credential with only the parts that are needed. ValidationError for anything malformed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            given = json.loads(text)
            response = {name: checked(given["response"][name]) for name in self.answers}
            # Nothing else is stored: neither extensions nor what a script adds.
            return {"id": checked(given["id"]), "rawId": checked(given["rawId"]), "type": "public-key"} | {
                "response": response
            }
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None


def checked(text: str) -> str:
    """Return a text that is base64 for URLs. Raises TypeError or ValueError for anything else."""
    if not BASE64URL.match(text):
        raise ValueError("not base64url")
    return text


def name_field() -> forms.CharField:
    """Return a form field for the name of a passkey; it may be left empty."""
    return forms.CharField(
        label=gettext_lazy("Name of this device"),
        help_text=gettext_lazy("So that you know later which one it is."),
        max_length=LONGEST_NAME,
        required=False,
    )


class AddPasskeyForm(AddWebAuthnForm):
    """The form that adds a passkey to an account, ten at most."""

    name = name_field()
    credential = CredentialField(("clientDataJSON", "attestationObject"))

    def clean(self) -> dict[str, Any]:
        """Return the data of a passkey that answers the question. ValidationError for a known or eleventh one."""
        own = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN)
        if len(own) >= MOST_PASSKEYS:
            raise ValidationError(_("You have ten already. Please remove one that you do not use."), code="too_many")
        try:
            data = super().clean()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None
        credential = data.get("credential")
        if credential and any(each.data["credential"]["rawId"] == credential["rawId"] for each in own):
            raise ValidationError(_("This device is set up already."), code="known")
        return data


class RenamePasskeyForm(EditWebAuthnForm):
    """The form that gives a passkey another name."""

    name = name_field()

    def clean_name(self) -> str:
        """Return the typed name, or the present one when the box is empty."""
        return self.cleaned_data["name"] or self.instance.wrap().name


def assertion_field(**kwargs: Any) -> CredentialField:
    """Return the hidden field for a passkey's answer to a sign-in."""
    return CredentialField(("clientDataJSON", "authenticatorData", "signature"), **kwargs)


def authenticator_of(user: Any, credential: dict[str, Any]) -> Authenticator:
    """Return the person's passkey that signed the session's question. ValidationError if none did, or too often."""
    undo = check_rate_limit(user)
    try:
        auth.parse_authentication_response(credential)
        authenticator = auth.complete_authentication(user, credential)
    except MALFORMED:
        raise get_adapter().validation_error("incorrect_code") from None
    undo()
    return authenticator


class PasskeyForm(AuthenticateWebAuthnForm):
    """The form for a passkey as the second step of signing in."""

    credential = assertion_field()

    def clean_credential(self) -> Authenticator:
        """Return the person's passkey that signed. ValidationError if none did."""
        return authenticator_of(self.user, self.cleaned_data["credential"])
