"""Sources and clippings for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from catalog.terms import topics
from demo.corpus.bulk_loader import BATCH, BulkLoader
from demo.corpus.generated_pages import GeneratedPage
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


def make_clippings(number: int, sources: Sequence[Source], language: str = "en", days: int = 1) -> list[ClippingPage]:
    """Public clippings in bulk, of the sources in turn, spread over the last days, each on one of three topics."""
    now, terms = timezone.now(), topics.all()[:3]
    pages = [
        ClippingPage(
            translation_key=uuid4(),
            title=f"Clipping {place}",
            excerpt=f"What clipping {place} says.",
            address=f"https://paper.example/{place}",
            source=sources[place % len(sources)],
            first_published_at=now - dt.timedelta(days=place * days // number, seconds=place),
        )
        for place in range(number)
    ]
    loader = BulkLoader([Organization.objects.programme()])
    for part in batched([GeneratedPage(page, language, 0, [terms[n % 3]]) for n, page in enumerate(pages)]):
        loader.write(part)
    return pages


def batched(drafts: list[GeneratedPage]) -> list[list[GeneratedPage]]:
    return [drafts[at : at + BATCH] for at in range(0, len(drafts), BATCH)]
