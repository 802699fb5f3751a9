"""Invented reads of the demo's public pages and fetches of their files: placeholders, the same on every machine."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator

from django.utils import timezone

from assets.models import FilePublicity
from orgs.models import OrgContentPage
from reach.models import FileFetches, PageReads, Way

# The days that get numbers, until yesterday.
DAYS = 60
# Of a hundred readers so many come by each way.
SHARES = {
    Way.FACEBOOK: 38,
    Way.ENGINES: 18,
    Way.SEARCH: 14,
    Way.TELEGRAM: 12,
    Way.PORTAL: 8,
    Way.OTHER: 6,
    Way.MAIL: 3,
    Way.FEED: 1,
}


def add(page_ids: Iterable[int]) -> None:
    """Add reads of these pages, and fetches of the documents that they show; leave counts that exist."""
    pages = list(OrgContentPage.objects.filter(pk__in=list(page_ids), live=True))
    PageReads.objects.bulk_create((row for page in pages for row in reads_of(page)), 500, ignore_conflicts=True)
    shown = FilePublicity.objects.filter(page__in=pages, document__isnull=False).order_by("document")
    documents = shown.values_list("document", flat=True).distinct()
    FileFetches.objects.bulk_create((row for pk in documents for row in fetches_of(pk)), 500, ignore_conflicts=True)


def reads_of(page: OrgContentPage) -> Iterator[PageReads]:
    """Yield the reads of a page: most in the days after it became public, then fewer."""
    chance = random.Random(f"{page.url_path}")
    liked = chance.choice([4, 9, 16, 30])
    public = timezone.localdate(page.first_published_at) if page.first_published_at else timezone.localdate()
    for day in last_days():
        age = (day - public).days
        if age < 0:
            continue
        readers = round(liked * chance.uniform(0.3, 1.2) / (1 + age / 4)) + chance.choice([0, 0, 1, 2])
        came = chance.choices(list(SHARES), list(SHARES.values()), k=readers)
        for way in SHARES:
            if number := came.count(way):
                yield PageReads(page=page, day=day, way=way, number=number)


def fetches_of(document: int) -> Iterator[FileFetches]:
    """Yield the fetches of a document by day."""
    chance = random.Random(document)
    for day in last_days():
        if number := chance.choice([0, 0, 0, 1, 2, 4]):
            yield FileFetches(document_id=document, day=day, number=number)


def last_days() -> list[dt.date]:
    """Return the days that get numbers, the oldest first."""
    today = timezone.localdate()
    return [today - dt.timedelta(days=back) for back in range(DAYS, 0, -1)]
