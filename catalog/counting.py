"""Entries as the narrow, whole-number rows from which the database engines count and sort."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.conf import settings

from catalog.models import CatalogEntry, CountingRow
from khmer.dates import PHNOM_PENH

TYPES = [value for value, _label in CatalogEntry.Type.choices]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
NEVER = 2**62
COLUMNS = tuple(str(field.column) for field in CountingRow._meta.concrete_fields)
# What is counted and sorted, once it is known to be public. Thousands of hits are copied: each column costs.
HIT_COLUMNS = ", ".join(f"f.{column}" for column in COLUMNS if column not in ("expires", "version"))


class Row(NamedTuple):
    """One row of `CountingRow`, its fields in the order of `COLUMNS`."""

    id: int
    work: int
    organization: int
    type: int
    topics: int
    places: int
    year: int
    language: int
    at: int
    expires: int
    version: int


def row_of(entry: CatalogEntry) -> Row:
    return Row(
        id=entry.page_id,
        # 63 bits of a random key tell works apart as well as all of it, and need no second writer's consent.
        work=entry.translation_key.int & (2**63 - 1),
        organization=entry.organization_id,
        type=TYPES.index(entry.type),
        topics=entry.topic_mask,
        places=entry.place_mask,
        year=entry.happens_at.astimezone(PHNOM_PENH).year,
        language=code(entry.language, LANGUAGES),
        at=int(entry.happens_at.timestamp()),
        expires=int(entry.expires_at.timestamp()) if entry.expires_at else NEVER,
        version=entry.version,
    )


def day_begins(day: dt.date) -> int:
    """The second since 1970 at which a day begins in Phnom Penh."""
    return int(dt.datetime.combine(day, dt.time(), PHNOM_PENH).timestamp())


def code(value: str, known: list[str]) -> int:
    """The number of a type or language; -1, which no row has, for what is none."""
    return known.index(value) if value in known else -1
