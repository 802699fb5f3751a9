"""Rows of public pages without their pages, for lists that must not care how many there are."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from catalog.models import CatalogEntry
from catalog.services import new_version, write_rows
from catalog.terms import mask_of
from feed.models import Activity
from orgs.models import Organization

ids = count(1_000_000)


def make_entries(
    organization: Organization,
    number: int,
    *,
    language: str = "en",
    type: str = "article",
    topics: Any = (),
    places: Any = (),
    **fields: Any,
) -> list[CatalogEntry]:
    """Make rows, the first the newest, each a minute older than the one before, with their lines of history."""
    entries = [
        entry(organization, index, language, type, mask_of(list(topics)), mask_of(list(places)), fields)
        for index in range(number)
    ]
    write_rows(entries)
    Activity.objects.bulk_create(
        Activity(kind="published", page_id=each.pk, organization=organization, created_at=each.published_at)
        for each in entries
    )
    return entries


def entry(
    organization: Organization, index: int, language: str, type: str, topics: int, places: int, fields: dict[str, Any]
) -> CatalogEntry:
    pk = next(ids)
    now = timezone.now()
    values: dict[str, Any] = {
        "page_id": pk,
        "translation_key": uuid4(),
        "language": language,
        "organization": organization,
        "type": type,
        "topic_mask": topics,
        "place_mask": places,
        "title": f"{type.title()} {pk}",
        "summary": f"What number {pk} says.",
        "text": "",
        "url": f"/{language}/organizations/{organization.slug}/piece-{pk}/",
        "published_at": now - timedelta(minutes=index),
        "version": new_version(),
    }
    if type == "event":
        values |= {"starts_at": now + timedelta(days=1 + index), "ends_at": now + timedelta(days=1 + index, hours=2)}
    return CatalogEntry(**(values | fields))
