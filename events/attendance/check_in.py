"""Record on the day of an event who came, from the list or from telephones that were offline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.refusal import Refusal
from events.models import CheckIn, EventPage, Gathering, Registration

# People come before the event begins.
OPENS_BEFORE = dt.timedelta(hours=12)
# A list of names stays on a telephone no longer than this after the event.
KEPT_ON_PHONE = dt.timedelta(hours=48)


@dataclass(frozen=True)
class EventTimes:
    """The beginning and the end of an event, the same for its pages in all languages."""

    starts_at: dt.datetime
    ends_at: dt.datetime

    @property
    def opens_at(self) -> dt.datetime:
        """Return the time from which people can be checked in: twelve hours before the event begins."""
        return self.starts_at - OPENS_BEFORE

    @property
    def kept_until(self) -> dt.datetime:
        """Return the time at which telephones delete their list of names: 48 hours after the event ends."""
        return self.ends_at + KEPT_ON_PHONE


@dataclass(frozen=True)
class Arrival:
    """One tap at the door: a person came, or with `is_undone` the tap on the same telephone was a mistake."""

    code: str
    at: dt.datetime
    is_undone: bool = False


def event_times(gathering: Gathering) -> EventTimes | None:
    """Return the beginning and end of a gathering's event; None when no page of the event is left."""
    times = EventPage.objects.filter(translation_key=gathering.key).values_list("starts_at", "ends_at").first()
    return EventTimes(*times) if times else None


def refuse_check_in(gathering: Gathering, times: EventTimes | None, now: dt.datetime) -> None:
    """Raise Refusal if an event is closed, has no page, or begins more than 12 hours from now."""
    if gathering.closed_at is not None:
        raise Refusal(_("The figures of this event are counted. Nobody can be checked in any more."), code="closed")
    if times is None or now < times.opens_at:
        raise Refusal(_("Check-in opens twelve hours before the event begins."), code="too-early")


@transaction.atomic
def check_in(gathering: Gathering, arrivals: Iterable[Arrival], user: User, device: str = "") -> list[str]:
    """Store (or undo) arrivals, return the unknown codes; no check of rights. Raises Refusal if closed or too early.

    Stored is the earliest time of each day. The same arrivals may come again, and from several telephones: nobody is
    recorded twice on a day. A time that is ahead of now, or before check-in opened, is a wrong clock: the nearest right
    time counts.
    """
    # Under the lock of the gathering: `close_event` counts under it too, and no check-in may come behind the figures.
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    now, times = timezone.now(), event_times(gathering)
    refuse_check_in(gathering, times, now)
    # For mypy: refuse_check_in has refused an event without times.
    assert times is not None
    arrivals = list(arrivals)
    known = _registrations(gathering, {arrival.code for arrival in arrivals})
    for arrival in arrivals:
        if found := known.get(arrival.code):
            # Between the opening of check-in and now.
            _record(found, arrival, max(times.opens_at, min(arrival.at, now)), user, device)
    return [arrival.code for arrival in arrivals if arrival.code not in known]


def _registrations(gathering: Gathering, codes: set[str]) -> dict[str, Registration]:
    """Return the registrations of a gathering with these codes, by code."""
    return {found.code: found for found in gathering.registrations.filter(code__in=codes)}


def _record(registration: Registration, arrival: Arrival, at: dt.datetime, user: User, device: str) -> None:
    """Store or take back one check-in; an earlier time replaces a later one of the same day."""
    # The day in Cambodia: until seven in the morning UTC still has the day before.
    day = timezone.localdate(at)
    own = CheckIn.objects.filter(registration=registration, day=day)
    if arrival.is_undone:
        # Only of this telephone: a mistake here must not delete the tap of another one, which saw her too.
        own.filter(device=device).delete()
        return
    _row, is_new = CheckIn.objects.get_or_create(
        registration=registration, day=day, defaults={"at": at, "device": device, "created_by": user}
    )
    if not is_new:
        # In the database and not on the row: another telephone's earlier time stays.
        own.filter(at__gt=at).update(at=at, device=device, created_by=user)
