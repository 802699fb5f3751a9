"""allauth's adapter: signing up, client addresses, mails and languages as the portal needs them."""

from __future__ import annotations

import time
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.language_cookie import set_language_cookie
from accounts.models import User
from accounts.sign_in_names import has_mailbox
from accounts.signed_in_cookie import set_signed_in_cookie
from common.client_address import client_address
from common.rate_limit import DAY, HOUR, RateLimit
from common.typed_text.characters import mail_address
from mail import unsolicited
from mail.composer import site_address
from orgs import mails

# Mails that a newer one of the same name replaces. A warning is never replaced: each tells of another change.
SUPERSEDED = {"login_code", "password_reset_key", "email_confirmation"}

# Mails that anybody can cause by typing an address. Owners of an account get more of them: they need them to sign in.
FOR_STRANGERS = ("unknown_account", "account_already_exists", "email_confirmation", "email_confirmation_signup")
FOR_ACCOUNTS = ("login_code", "password_reset_key")
FROM_SENDER = RateLimit("letter of an account from one", 60, HOUR)
TO_ACCOUNT_FROM_SENDER = RateLimit("letter of an account from one to one", 20, DAY)


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter: no open sign-up, mails through the outbox and in the person's language."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The e-mail address, sign-in name or password is not correct."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False always: accounts come only by invitation, which has a page of its own."""
        return False

    def clean_email(self, email: str) -> str:
        """Return an address that somebody typed. ValidationError for one that stands for a sign-in name."""
        if not has_mailbox(email):
            raise ValidationError(_("This is not an e-mail address."))
        return super().clean_email(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the IP address of a request's client. Raises PermissionDenied where it is unknown."""
        address = client_address(request)
        # Limits are counted by the address: without one a client would have no limit.
        if not address:
            raise PermissionDenied("The client has no address.")
        return address

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Name the count of wrong passwords by the account alone.

        The stock name begins with the Host header, whose port is the guesser's to choose.
        """
        return f"login {mail_address(credentials.get('email') or '')}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Record a mail of allauth (such as a sign-in code) in its reader's language; none beyond the limits.

        The worker is woken at commit and sends it at once. Sent from here, a mail server that is down or slow would
        hold or break every login. allauth makes each link of the Host header, which whoever asks for the mail chooses:
        here they get the portal's own name.
        """
        # For example "account/email/login_code" has our template orgs/mail/login_code.
        letter = template_prefix.rpartition("/")[2]
        if not may_send(letter, email, client_address(self.request)):
            return
        # By the ending, because allauth names its links activate_url, password_reset_url and so on.
        context = {name: own_url(value) if name.endswith("_url") else value for name, value in context.items()}
        # The outbox records only inside a transaction, and allauth's views have none.
        with transaction.atomic():
            mails.send(
                letter,
                email,
                language_of(email),
                {"email": email, **context},
                key=letter if letter in SUPERSEDED else None,
            )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Return allauth's response to a login, with the cookies of the person's language and of being signed in."""
        response = set_language_cookie(user, super().post_login(request, user, **kwargs), request)
        return set_signed_in_cookie(response, request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways in which a person proves again who she is; code and passkey are asked on one page."""
        ways = super().get_reauthentication_methods(user)
        kept = [way for way in ways if not way["id"].startswith("mfa_reauthenticate")]
        asked = {"description": _("Use your second step"), "url": reverse("mfa_reauthenticate")}
        return kept if len(kept) == len(ways) else [*kept, {"id": "mfa_reauthenticate"} | asked]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether a person must sign in again for a sensitive action; False just after a sign-in.

        Asking her again at once would teach her to type passwords without looking.
        """
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(self.request, self.request.user)
        # allauth's setting means always or never. Here the age of the last sign-in decides.
        return not records or time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT


def may_send(letter: str, email: str, sender: str) -> bool:
    """Count a login mail against the limits of sender and address; return whether it may go. Other mails always may.

    The person who asked gets the same answer in both cases.
    """
    if letter in FOR_STRANGERS:
        return unsolicited.may_write_to(email, sender)
    if letter not in FOR_ACCOUNTS:
        return True
    # By sender and address: by address alone a stranger could use up the codes of somebody who wants to sign in.
    return FROM_SENDER.allows_in_transaction(sender) and TO_ACCOUNT_FROM_SENDER.allows_in_transaction(
        f"{sender} {mail_address(email)}"
    )


def own_url(url: str) -> str:
    """Return a URL with its scheme and host replaced by those of the portal (BASE_URL)."""
    return site_address() + urlsplit(url)._replace(scheme="", netloc="").geturl()


def language_of(email: str) -> str:
    """Return the language chosen by the account of a mail address, or the active one when there is no account."""
    chosen = User.objects.filter(email=email.lower()).values_list("language", flat=True).first()
    return chosen or get_language() or "en"
