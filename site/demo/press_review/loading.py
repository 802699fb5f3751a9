"""Loading of the demo's press review: media, items that wait for an editor, and public clippings."""

from __future__ import annotations

import datetime as dt
import hashlib
from uuid import uuid4

from wagtail.models import Page

from catalog.terms import places, topics
from demo.loader.backdating import date_page
from demo.press_review.content import DemoClipping, DemoSource, demo_sources
from demo.press_review.documents import CONTENT_TYPES, feed_document
from orgs.models import Organization
from press.excerpts import short_excerpt
from press.models import ClippingPage, Source
from press.polling.storing import store_feed
from press.reading.fetching import Answer, Validators
from press.reading.parsing import read_feed
from press.stories.grouping import group_new_items


def add(now: dt.datetime) -> list[int]:
    """Add the demo's missing media with their items and clippings; return the ids of the new clippings."""
    homes = {
        home.locale.language_code: home.page
        for home in Organization.objects.programme().homes.select_related("page", "locale")
    }
    added: list[int] = []
    for told in demo_sources():
        if Source.objects.filter(feed=told.feed).exists():
            continue
        source = Source.objects.create(feed=told.feed, site=told.site, language=told.language, **told.names)
        _add_items(told, source, now)
        # The oldest first, so that pages lie in the tree by their age.
        home, clippings = homes[told.language], reversed(told.clippings)
        added += [_add_clipping(clipping, told, source, home, now) for clipping in clippings]
    group_new_items()
    return added


def _add_items(told: DemoSource, source: Source, now: dt.datetime) -> None:
    """Read the medium's feed as a poll does, without a request."""
    body = feed_document(told, now)
    digest = hashlib.sha256(body).hexdigest()
    answer = Answer(Validators(), content_type=CONTENT_TYPES[told.form], url=told.feed, digest=digest)
    store_feed(source, answer, read_feed(body, answer.content_type, answer.url, told.language))


def _add_clipping(clipping: DemoClipping, told: DemoSource, source: Source, home: Page, now: dt.datetime) -> int:
    when = now + dt.timedelta(days=clipping.days, hours=-1)
    page = ClippingPage(
        title=clipping.title,
        source=source,
        address=told.address(clipping.slug),
        excerpt=short_excerpt(clipping.text),
        written_at=when - dt.timedelta(hours=9),
        locale_id=home.locale_id,
        translation_key=uuid4(),
        # Wagtail does not change a first date of publication that is set.
        first_published_at=when,
    )
    page.topics = [topic for topic in topics.all() if topic.slug in clipping.topics]
    page.places = [place for place in places.all() if place.slug in clipping.places]
    home.add_child(instance=page)
    revision = page.save_revision(clean=False)
    revision.publish(skip_permission_checks=True)
    date_page(page, revision, when)
    return page.pk
