"""The demo's press review: media, items that wait and clippings, and feeds that are read without a network."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from catalog.models import CatalogEntry
from demo.press_review.content import demo_sources
from demo.press_review.loading import add
from press.models import ClippingPage, FetchState, Item, Source
from press.suggestions.suggesting import suggested_topics
from tests.schema.reference import PLACES, TOPICS

pytestmark = pytest.mark.django_db


@override_settings(LOOPBACK_SERVERS={"demo.example": "demo.press_review.serving.port"})
def test_six_media_have_sixty_items_and_forty_clippings(portal, drain) -> None:
    loaded = add(timezone.now())
    drain()
    assert Source.objects.count() == len(demo_sources()) == 6
    assert all("demo" in source.name_en for source in Source.objects.all())
    assert Counter(Item.objects.values_list("language", flat=True)) == {"en": 30, "km": 30}
    assert len(loaded) == ClippingPage.objects.count() == 40
    public = CatalogEntry.objects.public().filter(type="clipping")
    assert Counter(public.values_list("language", flat=True)) == {"en": 20, "km": 20}
    assert sum(bool(suggested_topics(item.title, item.excerpt)) for item in Item.objects.all()) >= 30
    assert shared_stories() == {"en": 6, "km": 6}

    # Loaded again, nothing is added; read again, all is known, and no network is needed.
    assert add(timezone.now()) == []
    told = StringIO()
    FetchState.objects.update(next_at=timezone.now())
    call_command("press", "poll", stdout=told)
    assert told.getvalue().count(": 0 new") == 6
    assert Item.objects.count() == 60 and not FetchState.objects.exclude(problem="").exists()
    assert all(FetchState.objects.values_list("etag", flat=True))


def shared_stories() -> Counter[str]:
    """Return the numbers of stories that two sources tell, by language."""
    told: dict[int, list[tuple[int, str]]] = {}
    for source, story, language in Item.objects.values_list("source", "story", "language"):
        told.setdefault(story, []).append((source, language))
    shared = [items for items in told.values() if len(items) > 1]
    assert all(len(dict(items)) == len(items) == 2 for items in shared)
    return Counter(items[0][1] for items in shared)


def test_topics_and_provinces_are_known_ones() -> None:
    clippings = [clipping for source in demo_sources() for clipping in source.clippings]
    topics, places = {slug for slug, *_ in TOPICS}, {slug for slug, *_ in PLACES}
    assert all(clipping.topics and topics.issuperset(clipping.topics) for clipping in clippings)
    assert all(places.issuperset(clipping.places) for clipping in clippings)
