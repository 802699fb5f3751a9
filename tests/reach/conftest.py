"""Counting for tests: an empty memory, a page cache that keeps pages, and readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client

from reach.counting import reads
from reach.models import PageReads
from reach.writing import write
from tests.reach.agents import ANDROID


@pytest.fixture(autouse=True)
def empty_memory() -> Iterator[None]:
    reads.take()
    yield
    reads.take()


@pytest.fixture
def article(make_page: Any, organization: Any, drain: Any) -> Any:
    page = make_page("article", organization, live=True, title="Weaving by the river")
    drain()
    return page


@pytest.fixture
def reader() -> Client:
    return Client(headers={"user-agent": ANDROID})


@pytest.fixture
def counted() -> Callable[..., int]:
    """Write what waits, and return how often a page was read."""

    def count(page: Any, **more: Any) -> int:
        write()
        return PageReads.objects.filter(page=page, **more).aggregate(all=Sum("number"))["all"] or 0

    return count
