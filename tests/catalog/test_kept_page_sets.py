"""Page sets that a process keeps: equal to the database's rows after every change, also while rows are still read."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from contextlib import suppress
from itertools import count
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import CatalogEntry, CountingChange, CountingRow
from catalog.page_sets import current
from catalog.page_sets.changes import sum_up_changes
from catalog.page_sets.current import MOST_CHANGED, CurrentSets, SetsNotReadyError, current_sets
from catalog.reconciler import check_rows
from catalog.services import new_version, remove_rows, write_rows
from search.engines.base import Query
from search.engines.database_engines import database_engine

numbers = count(20_000_000)


@pytest.fixture
def write(organization):
    remove_rows(list(CatalogEntry.objects.values_list("pk", flat=True)))

    def entry(key=None, language="en", **fields):
        defaults = {
            "page_id": next(numbers),
            "organization": organization,
            "type": "article",
            "title": "Silk",
            "published_at": dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
            "version": new_version(),
        }
        found = CatalogEntry(translation_key=key or uuid.uuid4(), language=language, **(defaults | fields))
        write_rows([found])
        return found

    return entry


def total(kept):
    return kept.read(lambda sets: sets.counts(sets.public(int(timezone.now().timestamp()), []), {}, []))["total"][0]


def test_a_kept_copy_follows_every_change(write, django_assert_num_queries):
    kept, other = CurrentSets(), CurrentSets()
    assert total(kept) == total(other) == 0
    entry = write()
    # The changes, the new ones, and the rows that they name.
    with django_assert_num_queries(3):
        assert total(kept) == 1
    with django_assert_num_queries(1):
        assert total(kept) == 1
    write(entry.translation_key, "km")
    moved = write()
    assert total(kept) == 2
    moved.translation_key, moved.version = uuid.uuid4(), new_version()
    write_rows([moved])
    assert total(kept) == total(other) == 2
    remove_rows([moved.pk])
    assert total(kept) == total(other) == 1
    remove_rows([entry.pk])
    assert total(kept) == 1, "the page is still there in Khmer"


def test_what_is_rolled_back_is_not_counted(write):
    kept, other = CurrentSets(), CurrentSets()
    write()
    assert total(kept) == total(other) == 1
    with transaction.atomic():
        write()
        assert total(kept) == 2
        transaction.set_rollback(True)
    assert total(kept) == total(other) == 1


def test_summed_up_changes_make_every_copy_read_all_rows_again(write):
    kept, untouched = CurrentSets(), CurrentSets()
    total(kept), total(untouched)
    CountingChange.objects.all().delete()
    entry = write()
    assert total(kept) == 1
    # A row that nobody announced: only reading everything finds it.
    CountingRow.objects.filter(pk=entry.pk).delete()
    assert total(kept) == 1
    sum_up_changes()
    assert CountingChange.objects.count() == 1
    assert total(kept) == total(untouched) == 0


def test_repair_sums_up_the_changes(write, portal):
    for _ in range(3):
        write()
    kept = CurrentSets()
    assert total(kept) == 3 and CountingChange.objects.count() > 1
    check_rows(repair=True)
    # The entries have no pages, so repair takes them away, and writes rows of the portal's own pages.
    groups = CountingRow.objects.values("translation_group").distinct()
    assert total(kept) == groups.count() and CountingChange.objects.count() == 1


def test_more_changes_than_a_statement_holds_are_read_as_all_rows(write, organization):
    kept = CurrentSets()
    assert total(kept) == 0
    draw = random.Random(1)
    rows = [
        CatalogEntry(page_id=next(numbers), translation_key=uuid.UUID(int=draw.getrandbits(128)), language="en",
                     organization=organization, type="article", title="Silk", published_at=timezone.now(),
                     version=new_version())
        for _ in range(MOST_CHANGED + 1)
    ]  # fmt: skip
    write_rows(rows)
    assert total(kept) == len(rows)


def test_more_changes_than_a_statement_holds_are_not_asked_for(write, monkeypatch):
    """Of one page too: SQLite refuses a statement with too many numbers, and a search would end in an error."""
    monkeypatch.setattr(current, "MOST_CHANGED", 3)
    kept, entry = CurrentSets(), write()
    assert total(kept) == 1
    for expires_at in [None, None, None, timezone.now()]:
        write(entry.translation_key, page_id=entry.pk, expires_at=expires_at)
    with CaptureQueriesContext(connection) as asked:
        assert total(kept) == 0
    table = CountingChange._meta.db_table
    assert not [each for each in asked if table in each["sql"] and " IN (" in each["sql"]]


def test_a_page_is_counted_until_the_second_in_which_it_expires(write, time_machine):
    begin = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    time_machine.move_to(begin, tick=False)
    kept = CurrentSets()
    write(expires_at=begin + dt.timedelta(minutes=1))
    assert total(kept) == 1
    time_machine.move_to(begin + dt.timedelta(minutes=1), tick=False)
    assert total(kept) == 0
    time_machine.move_to(begin, tick=False)
    assert total(kept) == 1


def write_unannounced(entry, **values):
    """Write a counting row as an older release does, which records no changes."""
    CountingRow.objects.filter(pk=entry.pk).update(version=new_version(), **values)


@pytest.mark.parametrize("change", ["written", "added", "removed"])
def test_rows_that_nobody_recorded_are_noticed_after_a_minute(write, monkeypatch, django_assert_num_queries, change):
    monkeypatch.setattr(current, "COMPARED_EVERY", 60.0)
    kept, clock = CurrentSets(), [1000.0]
    monkeypatch.setattr(current, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    entry, other = write(), write(expires_at=timezone.now() + dt.timedelta(days=1))
    assert total(kept) == 2
    if change == "written":
        write_unannounced(other, expires_at=0)
    elif change == "added":
        row = CountingRow.objects.get(pk=entry.pk)
        row.pk, row.translation_group, row.version = next(numbers), 7, new_version()
        row.save()
    else:
        CountingRow.objects.filter(pk=other.pk).delete()
    clock[0] += 59
    assert total(kept) == 2
    clock[0] += 2
    assert total(kept) == {"written": 1, "added": 3, "removed": 1}[change]
    clock[0] += 61
    # The changes, and the comparison.
    with django_assert_num_queries(2):
        total(kept)
    with django_assert_num_queries(1):
        total(kept)


def test_recorded_changes_are_no_reason_to_read_all_rows(write, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(current, "COMPARED_EVERY", 0.0)
    kept = CurrentSets()
    first = write()
    for language in ("en", "km"):
        write(first.translation_key, language, page_id=first.pk if language == "en" else next(numbers))
        write()
        total(kept)
    remove_rows([first.pk])
    # Changes, the new ones, their rows, and the comparison.
    with django_assert_num_queries(4):
        assert total(kept) == 3


def test_reading_goes_on_where_a_time_limit_stopped_it(write, monkeypatch):
    """On a slow machine no single search may last as long as reading all rows takes."""
    monkeypatch.setattr(current, "BATCH", 2)
    monkeypatch.setattr(current, "MOST_SECONDS", 0)
    entries = [write() for _ in range(5)]
    write(entries[0].translation_key, "km")
    kept, tries = CurrentSets(), 0
    found = None
    while found is None:
        tries += 1
        assert tries < 20
        with suppress(SetsNotReadyError):
            found = total(kept)
        if tries == 2:
            # While rows are read, one of them goes and one comes.
            remove_rows([entries[1].pk])
            write()
    assert tries > 3 and found == 5


def test_a_search_ends_while_rows_are_still_read(write, monkeypatch):
    """In another thread, too: nobody waits for it longer than a search may last."""
    write()
    current_sets.forget()
    monkeypatch.setattr(current, "MOST_SECONDS", 0.01)
    with current_sets._lock:
        found = database_engine().search(Query())
    assert found.timed_out and not found.hits
    monkeypatch.undo()
    assert database_engine().search(Query()).total == 1
