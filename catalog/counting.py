"""The narrow, whole-number row of each entry, from which hits are counted and sorted."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from catalog.models import CatalogEntry, CountingRow
from khmer.dates import PHNOM_PENH
from orgs.pages.registry import page_kinds

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NEVER = 2**62


def counting_row(entry: CatalogEntry) -> CountingRow:
    """Return the row that stands for an entry where hits are counted; nothing is written."""
    return CountingRow(
        id=entry.page_id,
        # 63 bits of a random key tell pages apart as well as all of it.
        translation_group=entry.translation_key.int & (2**63 - 1),
        organization=entry.organization_id,
        type=page_kinds().get(entry.type).number,
        topics=entry.topic_mask,
        places=entry.place_mask,
        year=entry.happens_at.astimezone(PHNOM_PENH).year,
        language=number_of(entry.language, LANGUAGES),
        happens_at=int(entry.happens_at.timestamp()),
        expires_at=int(entry.expires_at.timestamp()) if entry.expires_at else NEVER,
        version=entry.version,
    )


def start_of_day(day: dt.date) -> int:
    """The second since 1970 at which a day begins in Phnom Penh."""
    return int(dt.datetime.combine(day, dt.time(), PHNOM_PENH).timestamp())


def number_of(value: str, known: list[str]) -> int:
    """The number of a language; -1, which no row has, for what is none."""
    return known.index(value) if value in known else -1
