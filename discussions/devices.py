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
    """Set a signed cookie on a response by which the participant is known on this device for 90 days."""
    # The key too: an id that a restored backup gives out again opens nothing. The time, for signing out everywhere.
    value = signing.dumps([participant.pk, participant.key, timezone.now().timestamp()], salt=SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        # httponly: a script on a page must not read it. Lax: links from mails still find her known.
        httponly=True,
        samesite="Lax",
    )


def forget_device(response: HttpResponse) -> None:
    """Delete the cookie on a response by which a participant's device is known."""
    response.delete_cookie(COOKIE, samesite="Lax")


def participant_of(request: HttpRequest) -> Participant | None:
    """Return the participant in a request's device cookie; None if missing, forged, over 90 days or signed out."""
    if COOKIE not in request.COOKIES:
        return None
    try:
        pk, key, since = signing.loads(request.COOKIES[COOKIE], salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    found = Participant.objects.filter(pk=pk, key=key).first()
    # `<=`: a cookie of the very moment of signing out is one of before.
    if found is None or (found.signed_out_at and since <= found.signed_out_at.timestamp()):
        return None
    return found
