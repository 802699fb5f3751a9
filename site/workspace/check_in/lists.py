"""The list at the door of an event: the people who are expected, and who came today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from events.attendance.check_in import EventTimes, event_times
from events.models import CheckIn, EventPage, Gathering, Registration


@dataclass(frozen=True)
class Expected:
    """A person on the list at the door, with the time of today's check-in, None before it."""

    registration: Registration
    at: dt.datetime | None


class DoorList:
    """The people who are expected at a gathering today, in the order of their names; in three queries."""

    def __init__(self, gathering: Gathering, search: str = "") -> None:
        """`search` leaves those whose name or code has it, written in any case."""
        # Without spaces: codes are printed in groups ("ABC DEF") and are typed as they are printed.
        self.gathering, self.search = gathering, "".join(search.split()).casefold()

    @cached_property
    def times(self) -> EventTimes | None:
        """Return begin and end of the event as EventTimes; None when no page of the event is left."""
        return event_times(self.gathering)

    @cached_property
    def title(self) -> str:
        """Return the title of the event's page in the active language, else in another; "" without a page."""
        titles = EventPage.objects.filter(translation_key=self.gathering.key)
        found = dict(titles.values_list("locale__language_code", "title"))
        # The first page in any language, where the event has none in hers.
        return found.get(get_language() or "en") or next(iter(found.values()), "")

    @cached_property
    def people(self) -> list[Expected]:
        """Return all active registrations and all who checked in today, sorted by name, without the search filter."""
        today = CheckIn.objects.filter(registration__gathering=self.gathering, day=timezone.localdate())
        came = dict(today.values_list("registration_id", "at"))
        registrations = sorted(self.gathering.registrations.all(), key=lambda each: (each.name.casefold(), each.pk))
        # Somebody who cancelled and came anyway stays on the list, and is counted.
        return [Expected(each, came.get(each.pk)) for each in registrations if each.is_active or each.pk in came]

    @property
    def found(self) -> list[Expected]:
        """Return the people whose name or code contains the search text."""
        return [each for each in self.people if self.search in _folded(each.registration)]

    def number_here(self, *sexes: str) -> int:
        """Return the number of people checked in today, of these sexes or, without any, of all."""
        return sum(1 for each in self.people if each.at and (not sexes or each.registration.sex in sexes))

    @property
    def counts(self) -> dict[str, int]:
        """Return the numbers of people on the list today: all, here, women, men, others, and absent."""
        sex = Registration.Sex
        here = self.number_here()
        return {
            "all": len(self.people),
            "here": here,
            "women": self.number_here(sex.WOMAN),
            "men": self.number_here(sex.MAN),
            "others": self.number_here(sex.ANOTHER, sex.NOT_SAID),
            "absent": len(self.people) - here,
        }

    def for_phone(self) -> list[list[Any]]:
        """Return [code, name, check-in time in ms or None] of each person; [] once phones may keep no list."""
        # An empty list makes a telephone delete the names that it keeps.
        if self.times is None or timezone.now() >= self.times.kept_until:
            return []
        return [
            [each.registration.code, each.registration.name, int(each.at.timestamp() * 1000) if each.at else None]
            for each in self.people
        ]


def _folded(registration: Registration) -> str:
    """Return name and code for the search, without spaces and in one case."""
    return "".join(f"{registration.name} {registration.code}".split()).casefold()
