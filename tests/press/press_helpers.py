"""Sources and clippings for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from orgs.models import Organization
from press.models import ClippingPage, FetchState, Source
from tests.factories import make_page

numbers = count(1)


def make_source(name: str = "The Tonle Paper", **fields: Any) -> Source:
    feed = f"http://site.example/feed-{next(numbers)}"
    source = Source.objects.create(**({"name_en": name, "name_km": "កាសែតទន្លេ", "feed": feed} | fields))
    FetchState.objects.create(source=source)
    return source


def make_clipping(source: Source, language: str = "en", **fields: Any) -> ClippingPage:
    own = {"title": "A clinic", "address": "https://tonle.example/clinic", "source": source, "live": True}
    page = make_page("clipping", Organization.objects.programme(), language, **(own | {"summary": ""} | fields))
    assert isinstance(page, ClippingPage)
    return page
