"""Links that stand in mails. Each is signed, so nothing that opens a door lies in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from feed.models import Follow, Follower

# How long somebody may wait before she confirms; then what she asked for is forgotten.
CONFIRMATION_MAX_AGE = timedelta(days=7)
CONFIRM, MANAGE = "feed.follow.confirm", "feed.follow.manage"


@dataclass(frozen=True)
class Confirmation:
    """What a link confirms: a row of Follow, with the rhythm and the language that were chosen when asking."""

    follow: int
    rhythm: str
    language: str


def confirmation_token(follow: Follow, rhythm: str, language: str) -> str:
    return signing.dumps([follow.pk, follow.follower.key, rhythm, language], salt=CONFIRM)


def read_confirmation(token: str) -> tuple[Follow, Confirmation] | None:
    """The follow that a token is about; None for a forged or old one, and where what was asked is gone or hidden."""
    try:
        pk, key, rhythm, language = signing.loads(token, salt=CONFIRM, max_age=CONFIRMATION_MAX_AGE)
    except signing.BadSignature:
        return None
    asked = Follow.objects.visible().select_related("follower", "organization", "topic")
    found = asked.filter(pk=pk, follower__key=key).first()
    return (found, Confirmation(pk, rhythm, language)) if found else None


def follower_token(follower: Follower) -> str:
    return signing.dumps([follower.pk, follower.key], salt=MANAGE)


def read_follower(token: str) -> tuple[int, str] | None:
    """Id and key of the follower whom a token names, who may have left; None for a forged one."""
    try:
        pk, key = signing.loads(token, salt=MANAGE)
    except signing.BadSignature:
        return None
    return pk, key


def absolute_url(url: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + url


def absolute_link(name: str, language: str, token: str) -> str:
    """The absolute address of a page about following, in a language."""
    with override(language):
        return absolute_url(reverse(name, args=[token]))
