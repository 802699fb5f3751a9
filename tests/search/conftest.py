"""A small library in both languages, written into rows and index without pages."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.conf import settings

from catalog.models import CatalogEntry
from catalog.services import new_version, remove_rows, write_rows
from catalog.terms import mask_of
from search.engines import get_engine
from search.engines.base import Query, Result
from vocabulary.models import Place, Topic

if settings.ELASTICSEARCH_URL:
    from tests.search.elastic import drain, index, sync_before_searching  # noqa: F401 - used by every test here

numbers = count(10_000_000)


@pytest.fixture
def add(organization: Any) -> Callable[..., CatalogEntry]:
    """Write rows into an empty index: add("title", "text", language="km", topics=["law"], **fields)."""
    remove_rows(list(CatalogEntry.objects.values_list("pk", flat=True)))

    def write(title: str, text: str = "", **fields: Any) -> CatalogEntry:
        topics = Topic.objects.filter(slug__in=fields.pop("topics", []))
        places = Place.objects.filter(slug__in=fields.pop("places", []))
        number = next(numbers)
        defaults = {
            "page_id": number,
            "translation_key": uuid.uuid4(),
            "language": "en",
            "organization": organization,
            "type": "article",
            "topic_mask": mask_of(topics),
            "place_mask": mask_of(places),
            "url": f"/en/{number}/",
            "published_at": dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
            "version": new_version(),
        }
        entry = CatalogEntry(title=title, text=text, **(defaults | fields))
        write_rows([entry])
        return entry

    return write


@pytest.fixture
def find(portal: Any) -> Callable[..., Result]:
    def search(text: str = "", **fields: Any) -> Result:
        return get_engine().search(Query(text=text, **fields))

    return search


@pytest.fixture
def titles(find: Callable[..., Result]) -> Callable[..., list[str]]:
    def search(text: str = "", **fields: Any) -> list[str]:
        return [hit.entry.title for hit in find(text, **fields).hits]

    return search
