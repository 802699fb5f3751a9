"""Page sets: counts without reading rows, equal to a plain count of them."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.counting import NEVER
from catalog.page_sets.sets import COLUMNS, FACETS, VERSION_BITS, PageSets, common, without

MASKS = {"topic": "topics", "place": "places"}
NOW, YEAR = 1_000, 100

# Histories of rows by (translation group, language).

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
        "version": st.integers(0, 2**50),
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
    sets = PageSets()
    sets.put(as_tuples(applied(before)))
    rows, changed = applied([*before, *after]), {group for group, _language, _values in after}
    sets.drop(changed)
    sets.put(as_tuples(rows, changed))
    assert sets.checksum == sum((row["version"] & VERSION_BITS) + 1 for row in rows.values())
    public = without(sets.public(NOW, closed), sets.of_rows(gone))
    left = {name: sets.having(name, value) for name, value in chosen.items()}
    if period:
        left["year"] = sets.happening(*period)
    expected, groups = counted_slowly(rows, chosen, period, closed, gone)
    assert sets.counts(public, left, FACETS) == expected
    assert sorted(sets.groups(common(public, *left.values()))) == sorted(groups)
