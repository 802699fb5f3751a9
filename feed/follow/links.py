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
# A salt for each purpose, so that a link to confirm never opens somebody's choices.
CONFIRM, MANAGE = "feed.follow.confirm", "feed.follow.manage"


@dataclass(frozen=True)
class Confirmation:
    """The content of a confirmation link: a row of Follow, and the chosen frequency and language."""

    follow: int
    rhythm: str
    language: str


def confirmation_token(follow: Follow, rhythm: str, language: str) -> str:
    """Return the signed token of a mailed link that confirms a follow with this rhythm and language."""
    return signing.dumps([follow.pk, follow.follower.key, rhythm, language], salt=CONFIRM)


def read_confirmation(token: str) -> tuple[Follow, Confirmation] | None:
    """Return the follow and choices in a signed token; None if forged, expired, gone or of a hidden organization."""
    try:
        # An expired token raises SignatureExpired, which is a BadSignature.
        pk, key, rhythm, language = signing.loads(token, salt=CONFIRM, max_age=CONFIRMATION_MAX_AGE)
    except signing.BadSignature:
        return None
    asked = Follow.objects.visible().select_related("follower", "organization", "topic")
    found = asked.filter(pk=pk, follower__key=key).first()
    return (found, Confirmation(pk, rhythm, language)) if found else None


def follower_token(follower: Follower) -> str:
    """Return the signed token of mailed links by which a follower changes or ends follows."""
    return signing.dumps([follower.pk, follower.key], salt=MANAGE)


def read_follower(token: str) -> tuple[int, str] | None:
    """Return (id, key) of the follower in a signed token, who may be deleted by now; None if forged."""
    try:
        pk, key = signing.loads(token, salt=MANAGE)
    except signing.BadSignature:
        return None
    return pk, key


def absolute_url(url: str) -> str:
    """Return a path as a full URL of the portal (BASE_URL), for mails."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + url


def absolute_link(name: str, language: str, token: str) -> str:
    """Return the full URL, for mails, of a view by URL name, in a language, with this token."""
    with override(language):
        return absolute_url(reverse(name, args=[token]))
