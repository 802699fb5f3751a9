"""Elasticsearch in the tests of search: an index for each test, brought up to date before every search."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from search import reindex_queue
from search.engines.base import Query, Result
from search.engines.elastic import client, engine, indexes, reindex
from search.engines.elastic.engine import ElasticsearchEngine
from search.models import PendingReindex


def sync_index() -> None:
    """Bring the index up to date at once, as worker and beat do in time."""
    if not indexes.searched():
        reindex.rebuild()
    if PendingReindex.objects.exists():
        reindex_queue.flush()
        indexes.refresh(indexes.name())


@pytest.fixture
def index(settings: Any) -> Iterator[str]:
    """The name of an index of this test's own, which is made at the first search."""
    settings.ELASTICSEARCH_INDEX = f"test-{uuid.uuid4().hex}"
    yield settings.ELASTICSEARCH_INDEX
    if settings.ELASTICSEARCH_URL:
        for name in indexes._all():
            indexes.drop(name)


@pytest.fixture
def drain(drain: Callable[[], int], index: str) -> Callable[[], int]:
    """Carry out everything that waits, and what follows a commit, which these tests never make."""

    def drain_and_sync() -> int:
        done = drain()
        sync_index()
        return done

    return drain_and_sync


@pytest.fixture(autouse=True)
def sync_before_searching(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches find what is written by now; none is answered by the database instead."""

    def search(this: ElasticsearchEngine, query: Query) -> Result:
        sync_index()
        return this._search(query)

    monkeypatch.setattr(client, "READ_TIMEOUT", 20)
    monkeypatch.setattr(engine, "PATIENCE", "20s")
    monkeypatch.setattr(ElasticsearchEngine, "search", search)
