"""Counting rows: a narrow row of whole numbers for each entry, from which hits are counted and sorted."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings

from catalog.models import CatalogEntry, CountingRow
from catalog.sources.kinds import entry_kinds
from khmer.dates import PHNOM_PENH

# Rows store the position in this list: a new language goes to its end, and the order never changes.
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Stands for "does not expire", so that the SQL compares numbers and needs no test for NULL. It fits into 64 bits.
NEVER = 2**62


def counting_row(entry: CatalogEntry) -> CountingRow:
    """Return the unsaved counting row (numbers and bit masks) made of a catalog entry."""
    return CountingRow(
        id=entry.page_id,
        translation_group=group_of(entry.translation_key),
        organization=entry.organization_id,
        type=entry_kinds().get(entry.type).number,
        topics=entry.topic_mask,
        places=entry.place_mask,
        source=entry.source,
        year=entry.happens_at.astimezone(PHNOM_PENH).year,
        language=number_of(entry.language, LANGUAGES),
        happens_at=int(entry.happens_at.timestamp()),
        expires_at=int(entry.expires_at.timestamp()) if entry.expires_at else NEVER,
        version=entry.version,
    )


def group_of(translation_key: UUID) -> int:
    """Return the number by which counting rows know a page in all its languages."""
    # 63 bits of a random key are enough to tell pages apart, and fit into the column.
    return translation_key.int & (2**63 - 1)


def start_of_day(day: dt.date) -> int:
    """Return the beginning of a day in Phnom Penh, in seconds since 1970."""
    return int(dt.datetime.combine(day, dt.time(), PHNOM_PENH).timestamp())


def number_of(value: str, known: list[str]) -> int:
    """Return the position of a value in a list of known values, or -1 when it is not there."""
    # No row holds -1, so a filter with an unknown value finds nothing.
    return known.index(value) if value in known else -1
