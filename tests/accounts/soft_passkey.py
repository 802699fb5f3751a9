"""A phone in software: makes a passkey and signs with it, as a browser would hand it to the portal."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ADD = "/accounts/2fa/webauthn/add/"
FLAG = AuthenticatorData.FLAG


class SoftPasskey:
    """One passkey; `verifies` is whether fingerprint or lock are asked, `origin` the page that asks."""

    def __init__(self, *, verifies: bool = True, origin: str = "") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.origin = origin or settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        self.host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
        self.flags = FLAG.UP | FLAG.UV if verifies else FLAG.UP

    def registration(self, options: Any) -> str:
        """The JSON that a browser sends after it made the passkey."""
        client = self.client_data("webauthn.create", options)
        made = AttestedCredentialData.create(Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(sha256(str(self.host).encode()), self.flags | FLAG.AT, 0, made)
        attestation = AttestationObject.create("none", data, {})
        return self.as_json(clientDataJSON=client, attestationObject=attestation)

    def assertion(self, options: Any) -> str:
        """The JSON that a browser sends after the passkey signed."""
        client = self.client_data("webauthn.get", options)
        data = AuthenticatorData.create(sha256(str(self.host).encode()), self.flags, 1)
        signature = self.key.sign(bytes(data) + sha256(client), ec.ECDSA(hashes.SHA256()))
        return self.as_json(clientDataJSON=client, authenticatorData=data, signature=signature)

    def client_data(self, kind: str, options: Any) -> CollectedClientData:
        return CollectedClientData.create(kind, options["publicKey"]["challenge"], self.origin)

    def as_json(self, **response: bytes) -> str:
        name = websafe_encode(self.id)
        said = {part: websafe_encode(value) for part, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})


def add_passkey(client: Client, passkey: SoftPasskey | None = None, **typed: str) -> tuple[SoftPasskey, Any]:
    """Add a passkey to the account of who is signed in; gives it and the answer."""
    passkey = passkey or SoftPasskey()
    options = client.get(ADD).context["js_data"]["creation_options"]
    return passkey, client.post(ADD, {"credential": passkey.registration(options), **typed})


def enrol_passkey(user: Any) -> Authenticator:
    """Give a person a passkey without any page, if she has none; gives its row."""
    made = json.loads(SoftPasskey().registration({"publicKey": {"challenge": os.urandom(32)}}))
    data = {"name": user.first_name, "credential": made}
    kind = Authenticator.Type.WEBAUTHN
    return Authenticator.objects.filter(user=user, type=kind).first() or Authenticator.objects.create(
        user=user, type=kind, data=data
    )
