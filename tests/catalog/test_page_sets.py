"""Page sets: counts without reading rows, equal to those of the rows after every change."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections import Counter
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.counting import NEVER
from catalog.models import CatalogEntry, CountingChange, CountingRow
from catalog.page_sets.changes import sum_up_changes
from catalog.page_sets.current import MOST_CHANGED, CurrentSets
from catalog.page_sets.sets import COLUMNS, FACETS, PageSets, common, without
from catalog.reconciler import check_rows
from catalog.services import new_version, remove_rows, write_rows

MASKS = {"topic": "topics", "place": "places"}
NOW, YEAR = 1_000, 100

# Pure sets: histories of rows by (translation group, language).

small = st.integers(0, 3)
row_values = st.fixed_dictionaries(
    {
        "type": small,
        "topics": st.integers(0, 7),
        "places": st.integers(0, 7),
        "organization": small,
        "year": small,
        "source": small,
        "happens_at": st.integers(0, 9).map(lambda at: at * YEAR),
        "expires_at": st.sampled_from([NEVER, NEVER, NOW - 1, NOW, NOW + 1]),
    }
)
# A step writes one language of a page, or takes the page away.
steps = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 1), st.none() | row_values), max_size=40)
filters = st.fixed_dictionaries({}, optional={name: st.integers(0, 4) for name in FACETS if name != "year"})


def applied(history):
    """Return the rows after a history: {(group, language): values}."""
    rows = {}
    for group, language, values in history:
        if values is None:
            rows = {key: row for key, row in rows.items() if key[0] != group}
        else:
            rows[group, language] = values | {"translation_group": group, "language": language}
    return rows


def as_tuples(rows, groups=None):
    return [
        tuple(row[name] for name in COLUMNS) for row in rows.values() if groups is None or row[COLUMNS[0]] in groups
    ]


def values_of(row, facet):
    if facet in MASKS:
        return {1 << bit for bit in range(3) if row[MASKS[facet]] >> bit & 1}
    return {row[facet]}


def counted_slowly(rows, chosen, period, closed, gone):
    def pages(left_out, wanted=lambda row: True):
        return {
            row["translation_group"]
            for key, row in rows.items()
            if row["expires_at"] > NOW
            and key not in gone
            and row["organization"] not in closed
            and all(value in values_of(row, name) for name, value in chosen.items() if name != left_out)
            and (period is None or left_out == "year" or period[0] <= row["happens_at"] < period[1])
            and wanted(row)
        }

    counts = {"total": Counter({0: len(pages(""))})}
    for facet in FACETS:
        values = {value for row in rows.values() for value in values_of(row, facet)}
        found = {v: len(pages(facet, lambda row, v=v, f=facet: v in values_of(row, f))) for v in values}
        counts[facet] = Counter({value: number for value, number in found.items() if number})
    return counts, pages("")


periods = st.none() | st.tuples(st.integers(0, 500), st.integers(0, 900))
closed_organizations = st.sets(small, max_size=2)
# Rows that are taken off, some of them unknown: (translation group, language).
taken_off = st.sets(st.tuples(st.integers(0, 14), st.integers(0, 1)), max_size=8)


@settings(max_examples=150, deadline=None)
@given(before=steps, after=steps, chosen=filters, period=periods, closed=closed_organizations, gone=taken_off)
def test_counts_are_those_of_the_rows_after_any_history(before, after, chosen, period, closed, gone):
    sets = PageSets(as_tuples(applied(before)))
    rows, changed = applied([*before, *after]), {group for group, _language, _values in after}
    sets.drop(changed)
    sets.put(as_tuples(rows, changed))
    public = without(sets.public(NOW, closed), sets.of_rows(gone))
    left = {name: sets.having(name, value) for name, value in chosen.items()}
    if period:
        left["year"] = sets.happening(*period)
    expected, groups = counted_slowly(rows, chosen, period, closed, gone)
    assert sets.counts(public, left, FACETS) == expected
    assert sorted(sets.groups(common(public, *left.values()))) == sorted(groups)


# Kept sets, beside the database.

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
