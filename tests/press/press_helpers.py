"""Sources and clippings for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone

from orgs.models import Organization
from press.models import ClippingPage, Item, Source
from press.reading.keys import address_key, title_key
from tests.factories import make_page

numbers = count(1)


def make_source(name: str = "The Tonle Paper", **fields: Any) -> Source:
    feed = f"http://site.example/feed-{next(numbers)}"
    return Source.objects.create(**({"name_en": name, "name_km": "កាសែតទន្លេ", "feed": feed} | fields))


def make_own_site(organization: Organization, **fields: Any) -> Source:
    own = {"kind": Source.Kind.OWN, "organization": organization, "name_en": "", "name_km": ""}
    return make_source(**(own | fields))


def make_clipping(source: Source, language: str = "en", **fields: Any) -> ClippingPage:
    own = {"title": "A clinic", "address": "https://tonle.example/clinic", "source": source, "live": True}
    page = make_page("clipping", Organization.objects.programme(), language, **(own | {"summary": ""} | fields))
    assert isinstance(page, ClippingPage)
    return page


def make_item(source: Source, title: str = "A clinic", **fields: Any) -> Item:
    url, now = f"http://paper.example/{next(numbers)}", timezone.now()
    keys = {"url_key": address_key(url), "title_key": title_key(title, now)}
    own = {"url": url, "title": title, "language": "en", "written_at": now}
    return Item.objects.create(source=source, **(keys | own | fields))
