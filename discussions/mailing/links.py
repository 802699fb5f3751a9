"""Links in mails to subscribers, which are signed, so that the database holds no token that opens anything."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from discussions.models import Subscription
from mail.composer import site_address

SALT = "discussions.mail"
# The longest token that is looked at; ours are shorter.
LONGEST_TOKEN = 200


def subscription_token(subscription: Subscription) -> str:
    """Return the signed token, for links in mails, by which its holder changes or ends a subscription.

    The same in every mail: so it is known again, and taken out, where an answer quotes one.
    """
    # Without a time: whoever unsubscribes years later must be able to.
    return signing.Signer(salt=SALT).sign_object([subscription.pk, subscription.participant.key])


def read_subscription(token: str) -> Subscription | None:
    """Return the subscription that a signed token names; None if it is forged or the participant left."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        pk, key = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    found = Subscription.objects.select_related("participant", "board__organization")
    return found.filter(pk=pk, participant__key=key).first()


def choice_link(token: str, language: str) -> str:
    """Return the absolute address of the page where the holder of a token chooses how often a board's mails come."""
    return absolute_link("mail-choice", language, token)


def leave_link(token: str, language: str) -> str:
    """Return the absolute address at which the holder of a token, or a mail program, unsubscribes from a board."""
    return absolute_link("leave", language, token)


def absolute_link(name: str, language: str, *parts: object) -> str:
    """Return the absolute address of a discussions page, by its URL name and arguments, in a language."""
    with override(language):
        return site_address() + reverse(f"discussions:{name}", args=parts)
