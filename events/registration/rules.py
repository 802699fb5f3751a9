"""The rules of registration: the hours to confirm and to call, what is agreed to, and the date of deletion."""

from __future__ import annotations

import datetime as dt
import hashlib
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from common.refusal import Refusal
from events.models import EventPage, Gathering, Registration
from events.models.registration import TOKEN_LENGTH
from orgs.models import Organization

# The most active registrations of one telephone number for one event: families and villages share one.
MOST_OF_A_NUMBER = 5
# An address that nobody confirmed within these hours loses its place; sooner for who registers in the last two days,
# so that no place is held for nobody until the event begins.
HOURS_TO_CONFIRM, HOURS_NEAR_CLOSING = 24, 2
# A telephone that no officer called within these hours has no place of a full event any more.
HOURS_TO_CALL, HOURS_TO_CALL_NEAR_CLOSING = 72, 12
NEAR_CLOSING = timedelta(hours=48)


def refuse_suspended(organization: Organization) -> None:
    """Raise Refusal if the organization is suspended (not active): nobody may act in its name."""
    if not organization.is_active:
        raise Refusal(
            gettext("Your organization is suspended at the moment. Write to the editors to learn more."),
            code="organization_suspended",
        )


def event_page(gathering: Gathering, language: str) -> EventPage | None:
    """Return a gathering's event page: a public one before a draft, then in the given language; None without any."""
    pages = EventPage.objects.filter(translation_key=gathering.key).select_related("locale", "organization")
    # False sorts before True: a public page before a draft, then the one in this language.
    found = sorted(pages, key=lambda page: (not page.live, page.locale.language_code != language))
    return found[0] if found else None


def is_over(gathering: Gathering) -> bool:
    """Return whether a gathering's event has ended, or has no page any more."""
    # Both languages of an event have the same times, so either will do.
    page = event_page(gathering, "km")
    return page is None or page.is_held


def deletion_date(gathering: Gathering, ends_at: dt.datetime) -> dt.date:
    """Return the day on which an event's registrations are deleted: `keep_days` after the day it ends, in Cambodia."""
    # The date in Cambodia: by UTC an event that ends before 7 in the morning would end the day before.
    return timezone.localdate(ends_at) + timedelta(days=gathering.keep_days)


def purpose_hash(purpose: str) -> str:
    """Return the SHA-256 hash, in hexadecimal digits, of the text on the use of data that a person agreed to."""
    return hashlib.sha256(purpose.encode()).hexdigest()


def token_of(gathering: Gathering, form_token: str, reach: str = "") -> str:
    """Return the secret token of the registration made by one form of an event for one mail address or telephone.

    The same form gives the same token, so a form that is sent twice registers once. Sent again with another address it
    gives another token: else whoever types a stranger's address, and then a telephone number, gets to the stranger's
    page. It cannot be computed from the form without the portal's secret key.
    """
    # In this order no two forms give the same text: an id and a reach hold no blank.
    text = f"{gathering.pk} {reach} {form_token}"
    return salted_hmac("events.registration", text, algorithm="sha256").hexdigest()[:TOKEN_LENGTH]


def hours_to_confirm(gathering: Gathering, created_at: dt.datetime) -> int:
    """Return within how many hours who registered at a moment must confirm: 24, or 2 in the 48 before it closes."""
    return HOURS_NEAR_CLOSING if _is_near_closing(gathering, created_at) else HOURS_TO_CONFIRM


def hours_to_call(gathering: Gathering, created_at: dt.datetime) -> int:
    """Return within how many hours a telephone registered at a moment must be called: 72, or 12 near the closing."""
    return HOURS_TO_CALL_NEAR_CLOSING if _is_near_closing(gathering, created_at) else HOURS_TO_CALL


def _is_near_closing(gathering: Gathering, moment: dt.datetime) -> bool:
    return moment > gathering.closes_at - NEAR_CLOSING


def lapsed(registrations: Any, now: dt.datetime) -> Any:
    """Return of a queryset the registrations whose mail address nobody confirmed in time (`hours_to_confirm`)."""
    return _unconfirmed(registrations, now, HOURS_TO_CONFIRM, HOURS_NEAR_CLOSING).exclude(email="")


def uncalled(registrations: Any, now: dt.datetime) -> Any:
    """Return of a queryset the registrations by telephone alone that no officer called in time: 72 hours, or 12.

    It is 12 for who registers in the 48 hours before registration closes.
    """
    return _unconfirmed(registrations, now, HOURS_TO_CALL, HOURS_TO_CALL_NEAR_CLOSING).filter(email="")


def _unconfirmed(registrations: Any, now: dt.datetime, hours: int, hours_near_closing: int) -> Any:
    # F and an interval: the closing differs from gathering to gathering, and one statement compares them all.
    near_closing = models.Q(created_at__gt=models.F("gathering__closes_at") - NEAR_CLOSING)
    late = models.Q(created_at__lt=now - timedelta(hours=hours))
    late |= near_closing & models.Q(created_at__lt=now - timedelta(hours=hours_near_closing))
    # An address is confirmed by its owner, a telephone by an officer's call: both set confirmed_at.
    return registrations.filter(late, confirmed_at=None)


def to_be_called(gathering: Gathering) -> Any:
    """Return a gathering's active, unconfirmed registrations without a mail address, whom an officer has to call."""
    return gathering.registrations.active().filter(email="", confirmed_at=None).order_by("number")


def is_to_be_called(registration: Registration) -> bool:
    """Return whether an officer has to call a person: registration active, no mail address, not confirmed yet."""
    return registration.is_active and not registration.email and registration.confirmed_at is None
