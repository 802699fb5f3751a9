"""Links in mails to followers, which are signed, so that the database holds no token that opens anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from feed.models import Follow, Follower

# The time to confirm a follow; then the request is deleted.
CONFIRMATION_MAX_AGE = timedelta(days=7)
CONFIRM, MANAGE = "feed.follow.confirm", "feed.follow.manage"


@dataclass(frozen=True)
class Confirmation:
    """The content of a confirmation link: a row of Follow, and the chosen frequency and language."""

    follow: int
    rhythm: str
    language: str


def confirmation_token(follow: Follow, rhythm: str, language: str) -> str:
    """Return a signed token, for a mailed link, that confirms a follow with these choices."""
    return signing.dumps([follow.pk, follow.follower.key, rhythm, language], salt=CONFIRM)


def read_confirmation(token: str) -> tuple[Follow, Confirmation] | None:
    """Return the follow and the choices that a token confirms; None for a forged, old or useless one."""
    try:
        pk, key, rhythm, language = signing.loads(token, salt=CONFIRM, max_age=CONFIRMATION_MAX_AGE)
    except signing.BadSignature:
        return None
    asked = Follow.objects.visible().select_related("follower", "organization", "topic")
    found = asked.filter(pk=pk, follower__key=key).first()
    return (found, Confirmation(pk, rhythm, language)) if found else None


def follower_token(follower: Follower) -> str:
    """Return the signed token, for mailed links, that lets its holder manage or end a follower's follows."""
    return signing.dumps([follower.pk, follower.key], salt=MANAGE)


def read_follower(token: str) -> tuple[int, str] | None:
    """Return id and key of the follower in a signed token, who may have left; None for a forged one."""
    try:
        pk, key = signing.loads(token, salt=MANAGE)
    except signing.BadSignature:
        return None
    return pk, key


def absolute_url(url: str) -> str:
    """Return the absolute URL of a path, for mails."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + url


def absolute_link(name: str, language: str, token: str) -> str:
    """Return the absolute URL, for mails, of a page about following, by its URL name, language and token."""
    with override(language):
        return absolute_url(reverse(name, args=[token]))
