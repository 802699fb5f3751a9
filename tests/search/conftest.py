"""A small library in both languages, written into rows and index without pages."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.conf import settings

from search.engines import get_engine
from search.engines.base import Query, Result
from search.models import SearchEntry
from search.services import index_entries, new_version, remove_pages
from search.terms import mask_of
from vocabulary.models import Place, Topic

if settings.ELASTICSEARCH_URL:
    from tests.search.elastic import drain, index, level_before_searching  # noqa: F401 - used by every test here

numbers = count(10_000_000)


@pytest.fixture
def add(organization: Any) -> Callable[..., SearchEntry]:
    """Write rows into an empty index: add("title", "text", language="km", topics=["law"], **fields)."""
    remove_pages(list(SearchEntry.objects.values_list("pk", flat=True)))

    def write(title: str, text: str = "", **fields: Any) -> SearchEntry:
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
        entry = SearchEntry(title=title, text=text, **(defaults | fields))
        index_entries([entry])
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
