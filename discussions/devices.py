"""The cookie by which a device is known: whoever confirmed her address on it takes part from there for 90 days."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from discussions.models import Participant

COOKIE = "discussions_device"
MAX_AGE = timedelta(days=90)
SALT = "discussions.device"


def remember_device(response: HttpResponse, participant: Participant) -> None:
    """Let a participant's device be known for 90 days; what the cookie holds is signed, and names no address."""
    value = signing.dumps([participant.pk, participant.key, timezone.now().timestamp()], salt=SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_device(response: HttpResponse) -> None:
    """Let a device be known no more."""
    response.delete_cookie(COOKIE, samesite="Lax")


def participant_of(request: HttpRequest) -> Participant | None:
    """Return the participant of a known device, one query at most; None for a forged, old or ended cookie."""
    if COOKIE not in request.COOKIES:
        return None
    try:
        pk, key, since = signing.loads(request.COOKIES[COOKIE], salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    found = Participant.objects.filter(pk=pk, key=key).first()
    if found is None or (found.signed_out_at and since <= found.signed_out_at.timestamp()):
        return None
    return found
