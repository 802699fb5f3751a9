"""The portal's tables and a real Elasticsearch, in one process."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from itertools import count
from typing import Any

from catalog.models import CatalogEntry
from catalog.services import new_version, write_rows
from orgs.models import Organization

ENGLISH = [
    "silk",
    "weaving",
    "women",
    "law",
    "land",
    "market",
    "health",
    "school",
    "water",
    "early",
    "marriage",
    "training",
]
KHMER = ["ស្ត្រី", "សិទ្ធិ", "ច្បាប់", "ភូមិ", "សុខភាព", "ការអប់រំ", "ទីផ្សារ", "កម្ពុជារដ្ឋ", "មាតុភូមិ", "អំពើហិង្សា"]
WORDS = {"en": [*ENGLISH, "2026", "UNESCO"], "km": [*KHMER, "២០២៦", "UNESCO"]}
numbers = count(20_000_000)


def make_rows(source: random.Random, works: int, organizations: list[Organization]) -> list[CatalogEntry]:
    """Rows of random pages, a third of them in both languages, which mostly but not always agree on what they are."""
    rows: list[CatalogEntry] = []
    for _work in range(works):
        languages = source.choice([("en",), ("km",), ("en", "km")])
        common = facts(source, organizations)
        key = uuid.UUID(int=source.getrandbits(128))
        for language in languages:
            own = common if source.random() < 0.7 else facts(source, organizations)
            rows.append(row(source, language, translation_key=key, **own))
    write_rows(rows)
    return rows


def facts(source: random.Random, organizations: list[Organization]) -> dict[str, Any]:
    published = dt.datetime(source.choice([2024, 2025, 2026]), 1, 1, tzinfo=dt.UTC) + dt.timedelta(
        days=source.randrange(300)
    )
    return {
        "organization": source.choice(organizations),
        "type": source.choice(["article", "update", "event"]),
        "topic_mask": source.getrandbits(3),
        "place_mask": 1 << source.randrange(3),
        "published_at": published,
        "starts_at": source.choice([None, None, published + dt.timedelta(days=400)]),
        "expires_at": source.choice([None, None, None, dt.datetime(2025, 1, 1, tzinfo=dt.UTC)]),
    }


def row(source: random.Random, language: str, **fields: Any) -> CatalogEntry:
    number = next(numbers)
    joint = " " if language == "en" else ""

    def words(most: int) -> str:
        return joint.join(source.choices(WORDS[language], k=source.randint(1, most)))

    return CatalogEntry(
        page_id=number,
        language=language,
        title=words(4),
        summary=words(6),
        text=f"{words(30)}. {words(20)}",
        url=f"/{language}/{number}/",
        version=new_version(),
        **fields,
    )
