"""Gatherings and registrations for tests, written straight into the database."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from events.models import Gathering, Registration
from orgs.models import Organization

numbers = count(1)


def make_gathering(organization: Organization, key: UUID | None = None, **fields: Any) -> Gathering:
    """Return a gathering that is open for a week; `key` is the translation key of an event's pages."""
    now = timezone.now()
    times = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=7)}
    words = {"purpose_en": "To plan the event.", "purpose_km": "ដើម្បីរៀបចំព្រឹត្តិការណ៍។"}
    return Gathering.objects.create(
        key=key or uuid4(), organization=organization, **(times | words | {"capacity": 20} | fields)
    )


def make_registration(gathering: Gathering, **fields: Any) -> Registration:
    """Return a confirmed registration with a place and the next number."""
    gathering.last_number += 1
    gathering.save(update_fields=["last_number"])
    now = timezone.now()
    person = {"name": f"Person {(number := next(numbers))}", "email": f"person-{number}@example.org"}
    dates = {"confirmed_at": now, "consent_at": now, "delete_on": timezone.localdate() + timedelta(days=97)}
    said = {"number": gathering.last_number, "language": "en", "purpose_hash": "0" * 64}
    return Registration.objects.create(gathering=gathering, **(person | dates | said | fields))
