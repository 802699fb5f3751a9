"""Digests: the followers to whom one is due, and its content.

New activity is found by its ids, not by its times: however clocks jump, nothing is told twice. The clock gives the
period, and the database holds one digest for each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

import outbox
from catalog.listing import pieces
from catalog.models import CatalogEntry
from catalog.page_context import sharing_topics
from catalog.terms import mask_of
from feed.models import Activity, Digest, Follow, Follower
from feed.outbox_events import FEED_DIGEST, DigestPayload
from search.engines import get_engine
from search.query import parameters

# The hour in Cambodia from which digests are recorded.
FIRST_HOUR = 7
# 10,000 followers in one run at most; the next run takes the rest.
BATCH, MAX_BATCHES = 100, 100
# Several workers write activity: a lower id may become visible after a higher one, but not a minute later.
SETTLED_AFTER = timedelta(minutes=1)
# Nobody reads more entries in a mail.
MAX_ENTRIES = 20
# Digests of older periods are deleted: nobody needs them any more.
KEPT_FOR = timedelta(days=60)


@dataclass(frozen=True)
class DigestContent:
    """The content of a digest: the newest entries, and the number of further ones."""

    entries: list[CatalogEntry]
    more: int


def record_due_digests() -> int:
    """From 7 o'clock on, record the digests of followers that are due; return how many have news to mail.

    It works in batches, and does nothing before 7 o'clock in Cambodia.
    """
    recorded = 0
    if timezone.localtime().hour < FIRST_HOUR:
        return recorded
    for _batch in range(MAX_BATCHES):
        try:
            taken, news = _record_batch()
        except IntegrityError:
            # Another worker recorded some of them meanwhile; the next batch has the rest.
            continue
        recorded += news
        if not taken:
            break
    return recorded


@transaction.atomic
def _record_batch() -> tuple[int, int]:
    """Record the digests of some followers, and return their number and the number with news."""
    due = Follower.objects.due(timezone.localdate()).prefetch_related("follows__topic")
    # A second worker skips locked followers and takes the next ones, instead of waiting for the first.
    followers = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:BATCH])
    until = _last_settled_activity()
    # From the oldest follower of the batch on: one query for all, _may_have_news compares the ids of each.
    lines = _public_activities(min((each.last_activity for each in followers), default=until), until)
    digests = [_digest(each, until) for each in followers]
    Digest.objects.bulk_create(digests)
    Follower.objects.filter(pk__in=[each.pk for each in followers], last_activity__lt=until).update(last_activity=until)
    news = [digest for digest in digests if _may_have_news(digest, lines)]
    for digest in news:
        outbox.record(FEED_DIGEST, f"follower:{digest.follower_id}", DigestPayload(digest=digest.pk))
    return len(followers), len(news)


def _last_settled_activity() -> int:
    """Return the id of the latest activity that is a minute old, 0 where there is none."""
    settled = Activity.objects.filter(created_at__lte=timezone.now() - SETTLED_AFTER)
    return settled.order_by("-pk").values_list("pk", flat=True).first() or 0


def _digest(follower: Follower, until: int) -> Digest:
    """Return an unsaved digest of a follower's current period, with the activity since her last one."""
    start = follower.period_start  # type: ignore[attr-defined]  # annotated by due()
    after = follower.last_activity
    # max(): never backwards, where `until` is lower than what she was told of already.
    return Digest(follower=follower, period_start=start, after_activity=after, until_activity=max(until, after))


def _published(after: int, until: int) -> QuerySet[Activity]:
    """Return the activities between two ids in which a page appeared: corrections are no news."""
    return Activity.objects.filter(pk__gt=after, pk__lte=until, kind=Activity.Kind.PUBLISHED)


def _public_activities(after: int, until: int) -> list[tuple[int, int, int]]:
    """Return what appeared and is public, as (id of the activity, organization, mask of topics)."""
    lines = dict(_published(after, until).order_by("pk").values_list("page_id", "pk"))
    found = CatalogEntry.objects.public().listed().filter(pk__in=list(lines))
    return [(lines[pk], who, mask) for pk, who, mask in found.values_list("pk", "organization", "topic_mask")]


def _may_have_news(digest: Digest, lines: list[tuple[int, int, int]]) -> bool:
    """Return whether any activity may concern a follower.

    Searches are run only when the mail is written, so somebody who follows one always may have news.
    """
    follows = [follow for follow in digest.follower.follows.all() if follow.confirmed_at]
    organizations, mask, searches = _followed(follows)
    is_all = any(follow.is_everything for follow in follows)
    new = [line for line in lines if digest.after_activity < line[0] <= digest.until_activity]
    return any(is_all or searches or who in organizations or topics & mask for _line, who, topics in new)


def _followed(follows: list[Follow]) -> tuple[set[int], int, list[str]]:
    """Return the organizations' ids, the mask of topics and the searches among some follows."""
    organizations = {follow.organization_id for follow in follows if follow.organization_id}
    topics = mask_of([follow.topic for follow in follows if follow.topic])
    return organizations, topics, [follow.query for follow in follows if follow.query]


def digest_content(digest: Digest) -> DigestContent:
    """Return the pages for a digest's mail: followed, new in its period, public now; at most 20, the rest counted.

    In the follower's language where they are written in it.
    """
    language = digest.follower.language
    follows = list(digest.follower.follows.confirmed().select_related("topic"))
    organizations, mask, searches = _followed(follows)
    new = pieces(language).filter(pk__in=_published(digest.after_activity, digest.until_activity).values("page_id"))
    # One condition for all that she follows: an entry that meets two of them is told once.
    wanted = Q(organization__in=organizations)
    if mask:
        wanted |= Q(pk__in=sharing_topics(new.order_by(), mask).values("pk"))
    if searches:
        wanted |= Q(translation_key__in=_found(searches, language))
    found = new if any(follow.is_everything for follow in follows) else new.filter(wanted)
    entries = list(found[: MAX_ENTRIES + 1])
    more = found.count() - MAX_ENTRIES if len(entries) > MAX_ENTRIES else 0
    return DigestContent(entries[:MAX_ENTRIES], more)


def _found(searches: list[str], language: str) -> list[UUID]:
    """Return the translation keys of the newest pages that some searches find."""
    queries = [parameters.parse_parameters(QueryDict(search), language).query for search in searches]
    newest = [replace(query, order="newest", page=1, page_size=MAX_ENTRIES, with_facets=False) for query in queries]
    return [hit.entry.translation_key for query in newest for hit in get_engine().search(query).hits]


def delete_old_digests() -> None:
    """Delete all digests whose period began more than 60 days ago."""
    Digest.objects.filter(period_start__lt=timezone.localdate() - KEPT_FOR).delete()
