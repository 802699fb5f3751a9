"""The places of an event: taken, free, and the word by which the public learns of them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import EventPage, Gathering

# So many places or fewer are "few".
FEW_PLACES = 5


class PlacesWord(models.TextChoices):
    """The words by which the public learns how many places are left; the number itself is not told."""

    NOT_YET = "not-yet", _("Registration is not open yet")
    MANY = "many", _("Places are free")
    FEW = "few", _("Few places left")
    WAITING_LIST = "waiting-list", _("Waiting list")
    FULL = "full", _("All places are taken")
    CLOSED = "closed", _("Registration is closed")

    @property
    def is_open(self) -> bool:
        """Return whether somebody can register now: many or few places are free, or there is a waiting list."""
        return self in (PlacesWord.MANY, PlacesWord.FEW, PlacesWord.WAITING_LIST)


def places_word(gathering: Gathering, taken: int, now: dt.datetime | None = None) -> PlacesWord:
    """Return the public word for a gathering with `taken` places: not yet, many, few, waiting list, full or closed."""
    now = now or timezone.now()
    if gathering.closed_at is None and now < gathering.opens_at:
        return PlacesWord.NOT_YET
    if not gathering.is_open_at(now):
        return PlacesWord.CLOSED
    left = free_places(gathering, taken)
    if left is None or left > FEW_PLACES:
        return PlacesWord.MANY
    if left > 0:
        return PlacesWord.FEW
    return PlacesWord.WAITING_LIST if gathering.has_waiting_list else PlacesWord.FULL


def public_word(page: EventPage, gathering: Gathering, taken: int) -> PlacesWord:
    """Return the public places word of an event's page; closed if it is over or its organization suspended.

    A suspended organization may stay public, but cannot see who registers.
    """
    if page.is_held or not page.organization.is_active:
        return PlacesWord.CLOSED
    return places_word(gathering, taken)


def free_places(gathering: Gathering, taken: int) -> int | None:
    """Return the number of free places of a gathering, never below 0; None where it has no limit."""
    return None if gathering.capacity is None else max(0, gathering.capacity - taken)


def taken_places(gathering: Gathering) -> int:
    """Return the number of a gathering's registrations that have a place, confirmed or not, in one query."""
    return gathering.registrations.registered().count()
