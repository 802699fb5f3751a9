"""Invented people of the demo's events: those who came, from whom all figures are counted, and who registered."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any
from uuid import UUID

from demo.content_files import DemoPage
from events.attendance.closing import count_figures
from events.models import CheckIn, Gathering, Registration
from khmer.numbers import number
from orgs.models import Organization
from vocabulary.models import Place

PURPOSE = {
    "purpose_en": "To plan the event, to reach you about it, and to count who came.",
    "purpose_km": "ដើម្បីរៀបចំព្រឹត្តិការណ៍ ទាក់ទងអ្នក និងរាប់អ្នកដែលបានមក។",
}
KEEP_DAYS = 90


def add(demo_page: DemoPage, key: UUID, organization: Organization, place: Place, times: Any, now: dt.datetime) -> None:
    """Create a demo event's registrations, check-ins and counted figures, unless they exist or nobody came.

    `times` are its beginning and end. The people have no address and no telephone; they are deleted 90 days from now.
    """
    if not demo_page.participants or Gathering.objects.filter(key=key).exists():
        return
    begins, ends = times
    people = one_by_one(demo_page.participants)
    gathering = Gathering.objects.create(
        key=key,
        organization=organization,
        opens_at=begins - dt.timedelta(days=21),
        closes_at=begins,
        closed_at=ends,
        asks_province=True,
        keep_days=KEEP_DAYS,
        last_number=len(people),
        **PURPOSE,
    )
    registered = Registration.objects.bulk_create(
        registration(gathering, place, place_in_line, sex, kind, now)
        for place_in_line, (sex, kind) in enumerate(people, 1)
    )
    CheckIn.objects.bulk_create(
        CheckIn(registration=person, day=begins.date(), at=begins - dt.timedelta(minutes=25 - person.number % 20))
        for person in registered
    )
    count_figures(gathering)


def open_registration(
    demo_page: DemoPage, key: UUID, organization: Organization, place: Place, begins: dt.datetime, now: dt.datetime
) -> None:
    """Open the registration of a coming demo event, unless it exists; whoever has no place waits for one."""
    if not demo_page.registered or Gathering.objects.filter(key=key).exists():
        return
    people, places = one_by_one(demo_page.registered), demo_page.settings["capacity"]
    gathering = Gathering.objects.create(
        key=key,
        organization=organization,
        capacity=places,
        opens_at=now - dt.timedelta(days=7),
        closes_at=begins - dt.timedelta(days=1),
        asks_province=True,
        keep_days=KEEP_DAYS,
        last_number=len(people),
        **PURPOSE,
    )
    registered = [
        registration(gathering, place, place_in_line, sex, kind, begins)
        for place_in_line, (sex, kind) in enumerate(people, 1)
    ]
    for person in registered:
        person.created_at = person.confirmed_at = person.consent_at = now - dt.timedelta(hours=1)
    for person in registered[places:]:
        person.state = Registration.State.WAITING
    Registration.objects.bulk_create(registered)


def one_by_one(numbers: list[tuple[str, int, int]]) -> list[tuple[str, str]]:
    """Return the sex and kind of organization of each person, from (kind of organization, women, men)."""
    return [(sex, kind) for kind, women, men in numbers for sex in ["woman"] * women + ["man"] * men]


def registration(
    gathering: Gathering, place: Place, place_in_line: int, sex: str, kind: str, now: dt.datetime
) -> Registration:
    """Return an unsaved, confirmed registration of an invented person for a demo event."""
    return Registration(
        gathering=gathering,
        number=place_in_line,
        name=f"អ្នកចូលរួមទី {number(place_in_line, 'km')}",
        language="km",
        sex=sex,
        organization_kind=kind,
        place=place,
        created_at=gathering.closes_at,
        confirmed_at=gathering.closes_at,
        consent_at=gathering.closes_at,
        purpose_hash=hashlib.sha256(PURPOSE["purpose_km"].encode()).hexdigest(),
        is_by_officer=True,
        delete_on=max(gathering.closed_at or now, now).date() + dt.timedelta(days=KEEP_DAYS),
    )
