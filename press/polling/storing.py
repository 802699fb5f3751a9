"""Services that store what reading a source brought: new items, failures, moves, and when it is asked again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from press.models import FetchState, Item, Source
from press.models.items import WAITS_FOR
from press.polling.intervals import next_interval, usual_gap, with_jitter
from press.polling.moving import note_move
from press.reading.errors import UnreadableFeedError
from press.reading.fetching import Answer, WaitError
from press.reading.items import ReadFeed, ReadItem

# The first poll of a source takes no more, so that a new one does not flood the editors.
MOST_AT_FIRST = 10
# Older items are no news, and are never taken in.
NEWS_FOR = WAITS_FOR


@transaction.atomic
def store_feed(source: Source, answer: Answer, feed: ReadFeed) -> int:
    """Store a read feed's new items and the server's validators; return the number of new items."""
    state, now = _locked(source), timezone.now()
    found = _new_items(source, feed["items"], now, is_first=state.last_ok_at is None)
    if state.passed_until and now < state.passed_until:
        for item in found:
            item.state, item.decided_at = Item.State.PASSED, now
    Item.objects.bulk_create(found, ignore_conflicts=True)
    state.last_new_at = now if found else state.last_new_at
    _note_success(state, answer, dt.timedelta(minutes=feed["minutes"]), now)
    return len(found)


@transaction.atomic
def store_unchanged(source: Source, answer: Answer) -> None:
    """Store that a feed is as it was; also its validators, which may have changed without it."""
    state, now = _locked(source), timezone.now()
    # What a feed listed when it was read last, it lists on.
    if state.last_ok_at:
        source.items.filter(listed_at=state.last_ok_at).update(listed_at=now)
    _note_success(state, answer, dt.timedelta(), now)


@transaction.atomic
def store_failure(source: Source, error: UnreadableFeedError) -> None:
    """Store why a feed could not be read, and ask it later than usual; it is never switched off for that."""
    state, now = _locked(source), timezone.now()
    state.failures += 1
    state.failing_since, state.problem = state.failing_since or now, error.problem
    wanted = dt.timedelta(seconds=error.wait if isinstance(error, WaitError) else 0)
    state.next_at = now + with_jitter(next_interval(usual_gap(source), wanted, state.failures))
    state.save(update_fields=["failures", "failing_since", "problem", "next_at"])


@transaction.atomic
def store_gone(source: Source) -> None:
    """Store that a source's server said that its feed is gone for good; it is not asked any more."""
    state = _locked(source)
    state.problem, state.failing_since = FetchState.Problem.MISSING, state.failing_since or timezone.now()
    state.save(update_fields=["problem", "failing_since"])
    Source.objects.filter(pk=source.pk).update(state=Source.State.GONE)


@transaction.atomic
def delete_old_items() -> int:
    """Delete items that no feed listed for 30 days, but none that was taken (its sketch is emptied); return how many.

    Items that were taken stay, so that they never come again; of old ones the sketch is emptied.
    """
    since = timezone.now() - NEWS_FOR
    kept = [Item.State.TAKEN, Item.State.WITHDRAWN]
    Item.objects.filter(state__in=kept, seen_at__lt=since).exclude(sketch=b"").update(sketch=b"")
    return Item.objects.filter(listed_at__lt=since).exclude(state__in=kept).delete()[0]


def _locked(source: Source) -> FetchState:
    return FetchState.objects.select_for_update().get(source=source)


def _note_success(state: FetchState, answer: Answer, minutes: dt.timedelta, now: dt.datetime) -> None:
    state.etag, state.modified = answer.validators.etag, answer.validators.modified
    state.digest = answer.digest or state.digest
    state.last_ok_at, state.failing_since, state.failures, state.problem = now, None, 0, ""
    note_move(state, answer.moved_to, now)
    wanted = max(minutes, dt.timedelta(seconds=answer.wait))
    state.next_at = now + with_jitter(next_interval(usual_gap(state.source), wanted))
    state.save()


def _new_items(source: Source, read: list[ReadItem], now: dt.datetime, *, is_first: bool) -> list[Item]:
    """Return the unsaved items of a feed that are news and not known by any key; note which are still listed."""
    known, listed = _known_keys(source, read)
    Item.objects.filter(pk__in=listed).update(listed_at=now)
    fresh: list[Item] = []
    for each in read:
        keys = _keys(each)
        item = _item(source, each, now)
        if known.isdisjoint(keys) and item.written_at >= now - NEWS_FOR:
            known |= keys
            fresh.append(item)
    fresh.sort(key=lambda item: item.written_at, reverse=True)
    return fresh[:MOST_AT_FIRST] if is_first else fresh


def _known_keys(source: Source, read: list[ReadItem]) -> tuple[set[str], list[int]]:
    """Return all keys of the source's items that share one with these, and those items' ids."""
    same = Q(url_key__in=[each["url_key"] for each in read])
    same |= Q(guid_key__in=[each["guid_key"] for each in read if each["guid_key"]])
    same |= Q(title_key__in=[each["title_key"] for each in read])
    rows = list(Item.objects.filter(same, source=source).values_list("pk", "url_key", "guid_key", "title_key"))
    return {key for _pk, *keys in rows for key in keys if key}, [row[0] for row in rows]


def _keys(each: ReadItem) -> set[str]:
    return {each["url_key"], each["title_key"]} | ({each["guid_key"]} if each["guid_key"] else set())


def _item(source: Source, each: ReadItem, now: dt.datetime) -> Item:
    said = parse_datetime(each["written_at"]) if each["written_at"] else None
    when = min(said, now) if said else now
    fields: dict[str, Any] = {**each, "written_at": when, "sketch": bytes.fromhex(each["sketch"])}
    if not source.allows_excerpts:
        fields["excerpt"] = ""
    return Item(source=source, seen_at=now, listed_at=now, **fields)
