"""The names and addresses under which a phone keeps a passkey of the portal."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity

from khmer.numbers import numerals

PORTAL_NAME = "Neary"


class SecondStepAdapter(DefaultMFAAdapter):
    """allauth's adapter of second factors: passkeys belong to the portal's own address (BASE_URL)."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the id (host of BASE_URL) and name that a passkey is tied to; the Host header has no say."""
        return {"id": urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost", "name": PORTAL_NAME}

    def get_totp_label(self, user: Any) -> str:
        """Return the name under which an authenticator keeps a person's codes: with what she signs in."""
        return str(user.sign_in_name)

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Return the id and names under which a phone keeps a person's passkey: hers, and with what she signs in."""
        return {**super().get_public_key_credential_user_entity(user), "name": user.sign_in_name}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Return a name for a person's next passkey, such as "Device 2", for when she gives none."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Device %(number)s") % {"number": numerals(number, get_language() or "en")}


def passkey_server() -> Fido2Server:
    """Return the server that checks passkeys, which accepts answers from pages of BASE_URL's own origin alone.

    The stock one also accepts pages of every host below it.
    """
    entity = SecondStepAdapter().get_public_key_credential_rp_entity()
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    origin = f"{own.scheme}://{own.netloc}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(**entity),
        verify_origin=lambda given: given == origin,  # type: ignore[arg-type]
    )
