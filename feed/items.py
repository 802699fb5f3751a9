"""Activity as readers see it: joined to the catalog rows of public pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from catalog.listing import pieces
from catalog.models import CatalogEntry
from feed.models import Activity, ActivityQuerySet
from orgs.models import Organization

Kind = Activity.Kind
MICROSECONDS = 1_000_000
SHOWN_KINDS = (Kind.PUBLISHED, Kind.UPDATED)


@dataclass
class FeedItem:
    """A public page in a feed, with its latest activity."""

    entry: CatalogEntry
    kind: str
    changed_at: datetime


@dataclass
class FeedDay:
    """A day of the activity page, with the pages that changed on it."""

    day: date
    items: list[FeedItem] = field(default_factory=list)


def visible_activities(language: str, organization: Organization | None = None) -> ActivityQuerySet:
    """Return the activities, newest first, of public pages readable in a language; of all or one organization.

    They are newest first; withdrawals are left out.
    """
    # Activity is history: whether a page is shown is asked of its row, each time.
    public = pieces(language).filter(pk=OuterRef("page_id"))
    lines = Activity.objects.of(organization) if organization else Activity.objects.all()
    return lines.filter(Exists(public), kind__in=SHOWN_KINDS)


def latest_items(language: str, organization: Organization | None, count: int) -> list[FeedItem]:
    """Return at most `count` public pages with the latest activity as feed items; of all or one organization."""
    # A page has few activities, so twice as many activities hold enough pages.
    return one_per_page(with_entries(list(visible_activities(language, organization)[: 2 * count])))[:count]


def with_entries(lines: list[Activity]) -> list[FeedItem]:
    """Return activities as feed items with their catalog entries; pages that are not public now are left out."""
    rows = CatalogEntry.objects.public().for_lists()
    entries = rows.in_bulk([line.page_id for line in lines])
    return [FeedItem(entries[line.page_id], line.kind, line.created_at) for line in lines if line.page_id in entries]


def one_per_page(items: list[FeedItem]) -> list[FeedItem]:
    """Return the feed items without repeated pages: each page's first item stays."""
    seen: dict[int, FeedItem] = {}
    for item in items:
        seen.setdefault(item.entry.pk, item)
    return list(seen.values())


def group_by_day(items: list[FeedItem]) -> list[FeedDay]:
    """Return feed items grouped by day in Phnom Penh, each page once a day.

    It is as published, if it was also updated later.
    """
    days: list[FeedDay] = []
    for item in items:
        day = timezone.localdate(item.changed_at)
        if not days or days[-1].day != day:
            days.append(FeedDay(day))
        same = next((each for each in days[-1].items if each.entry.pk == item.entry.pk), None)
        if same is None:
            days[-1].items.append(item)
        elif item.kind == Kind.PUBLISHED:
            same.kind = item.kind
    return days


def older_than(lines: ActivityQuerySet, activity_id: int | None) -> ActivityQuerySet:
    """Return the activities older than that with this id; all for None, none for an unknown id."""
    if activity_id is None:
        return lines
    last = Activity.objects.filter(pk=activity_id).first()
    if last is None:
        return lines.none()
    # By time and id, because two activities may have the same time.
    return lines.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk))


def last_modified(items: list[FeedItem], organization: Organization | None) -> datetime | None:
    """Return the time of a feed's latest change, withdrawals too, for HTTP; None if there never was one.

    Withdrawals count too, and updates that are not recorded as news.
    """
    lines = Activity.objects.of(organization) if organization else Activity.objects.all()
    # The model's order is newest first.
    happened = lines.values_list("created_at", flat=True).first()
    # The version of a catalog row is the time in microseconds since 1970 at which its page was read.
    read = [datetime.fromtimestamp(item.entry.version / MICROSECONDS, UTC) for item in items]
    return max([happened, *read]) if happened else None
