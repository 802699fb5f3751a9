"""Tables for the public: no cell of one to four people, sums unchanged, nothing to be had from differences."""

import itertools
import random

import pytest

from common.figures.small_groups import (
    JOINED,
    ONLY_SUM,
    SPLITS,
    Counts,
    PublicCounts,
    PublicTable,
    columns_of_table,
    combine_tables,
    has_small_cell,
    join_numbers,
    join_rows,
    public_totals,
    sum_counts,
    sum_public,
)

KINDS = ["ngo", "government", "senate", "palace", "commune-council", "court", "company", "university", "media", "other"]
MANY = pytest.mark.parametrize("tables", [400, pytest.param(20_000, marks=pytest.mark.drill)])


def random_table(chance):
    """A table such as real ones: often only women and men, rarely another or not said, some kinds empty."""
    most = chance.choice([3, 8, 20, 60])
    rare = chance.choice([0, 0, 0, 1, 2, 9])
    kinds = chance.sample(KINDS, chance.randint(1, len(KINDS)))
    return {
        kind: Counts(chance.randint(0, most), chance.randint(0, most), chance.randint(0, rare), chance.randint(0, rare))
        for kind in kinds
    }


def exact(table, keys, columns):
    return at(sum_counts(table[key] for key in keys), columns)


def small(*numbers):
    return any(number is not None and 0 < number < 5 for number in numbers)


@MANY
def test_random_tables_show_no_small_cell_and_keep_their_sums(tables):
    chance = random.Random(18)
    shown = 0
    for _ in range(tables):
        table = random_table(chance)
        totals = public_totals(sum_counts(table.values()))
        assert not small(*totals) or totals.columns == ONLY_SUM
        assert totals.all == sum_counts(table.values()).all
        public = join_rows(table, "other")
        if public is None:
            continue
        shown += 1
        (columns,) = {row.columns for row in public.rows.values()}
        # The totals show at least these columns: the sums of the table add nothing to them.
        assert columns in SPLITS and totals.columns in (SPLITS[0], columns)
        assert not any(small(*row, row.all) for row in public.rows.values())
        filled = {key for key in table if table[key].all}
        assert filled == (public.rows.keys() - {JOINED}) | set(public.joined_keys)
        for key, row in public.rows.items():
            assert row == exact(table, public.joined_keys if key == JOINED else [key], columns)
        assert public.totals == exact(table, table, columns)
        assert len(public.joined_keys) != 1
    assert shown > tables / 4


@MANY
def test_the_difference_of_consecutive_releases_has_no_small_cell(tables):
    chance = random.Random(2026)
    trials = tables // 40
    for _ in range(trials):
        releases: list[PublicTable] = []
        while len(releases) < 5:
            groups = [random_table(chance) for _ in range(chance.randint(1, 6))]
            rows = {kind: sum_counts(group.get(kind, Counts()) for group in groups) for kind in KINDS}
            columns = columns_of_table(sum_counts(group.values()) for group in groups)
            if table := join_rows(rows, "other", columns):
                check_against_the_events(table, [sum_counts(group.values()) for group in groups])
                releases.append(table)
        shown = [combine_tables(releases[:count]) for count in range(1, 6)]
        for before, after in itertools.pairwise(shown):
            check_difference(before, after)


def check_against_the_events(table, events):
    """The sums of a release minus the totals that its events show: the events that do not show them stay hidden."""
    columns = table.totals.columns
    totals = [public_totals(counts) for counts in events]
    silent = [counts for counts, total in zip(events, totals, strict=True) if total.columns == ONLY_SUM]
    assert not small(*at(sum_counts(silent), columns))
    assert all(total.columns in (SPLITS[0], columns, ONLY_SUM) for total in totals)


def check_difference(before, after):
    columns = next(iter(after.rows.values())).columns
    earlier = {key: at(row, columns) for key, row in before.rows.items()}
    assert not any(small(*row) for row in after.rows.values())
    gone = earlier.keys() - after.rows.keys() - {JOINED}
    for key in after.rows.keys() - {JOINED}:
        assert not small(*minus(after.rows[key], [earlier[key]] if key in earlier else []))
    # What is joined now, minus what was joined before and the rows that were joined since.
    if JOINED in after.rows:
        known = [earlier[key] for key in gone | ({JOINED} & earlier.keys())]
        assert not small(*minus(after.rows[JOINED], known))


def at(row, columns):
    women, men = row.women if columns.women else None, row.men if columns.men else None
    return PublicCounts(women, men, row.all - (women or 0) - (men or 0))


def minus(row, others):
    return [None if own is None else own - sum(other[place] for other in others) for place, own in enumerate(row)]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        (Counts(7, 8), PublicCounts(7, 8, 0)),
        (Counts(9, 0), PublicCounts(9, 0, 0)),
        (Counts(17, 3), PublicCounts(None, None, 20)),
        (Counts(2, 1), PublicCounts(None, None, 3)),
        (Counts(30, 20, 1, 1), PublicCounts(30, None, 22)),
        (Counts(30, 3, 1, 1), PublicCounts(30, None, 5)),
        (Counts(3, 30, 2), PublicCounts(None, 30, 5)),
        (Counts(30, 20, 3, 4), PublicCounts(30, 20, 7)),
        (Counts(), PublicCounts(0, 0, 0)),
    ],
)
def test_totals_by_sex_are_of_five_people_or_more_else_only_the_sum(counts, shown):
    assert public_totals(counts) == shown


def test_small_kinds_are_joined_with_the_next_smallest():
    table = {"ngo": Counts(20, 10), "government": Counts(6, 9), "court": Counts(4, 1), "senate": Counts(5, 6)}
    assert join_rows(table) == PublicTable(
        {"ngo": PublicCounts(20, 10, 0), "government": PublicCounts(6, 9, 0), JOINED: PublicCounts(9, 7, 0)},
        ("court", "senate"),
    )


def test_a_small_table_is_not_shown():
    assert join_rows({"ngo": Counts(4, 2), "court": Counts(3, 6)}) is None
    assert join_rows({}) is None


def test_others_are_joined_first():
    table = {"ngo": Counts(20, 10), "other": Counts(9, 9), "court": Counts(2, 2)}
    assert join_rows(table, "other").rows == {"ngo": PublicCounts(20, 10, 0), JOINED: PublicCounts(11, 11, 0)}


def test_a_table_shows_no_sex_that_the_totals_of_an_event_hide():
    assert columns_of_table([Counts(10, 10), Counts(17, 3)]) == []
    assert columns_of_table([Counts(10, 10), Counts(17, 3), Counts(3, 17)]) == list(SPLITS)
    assert columns_of_table([Counts(10, 10), Counts(30, 10, 2)]) == [SPLITS[1]]


def test_sums_over_events_count_a_hidden_sex_in_the_rest():
    assert sum_public([PublicCounts(7, 8, 0), PublicCounts(None, None, 20)]) == PublicCounts(7, 8, 20)
    assert not has_small_cell(sum_public([]))


def test_plain_numbers_from_one_to_four_are_joined_with_the_next_smallest():
    assert join_numbers({"a": 30, "b": 3, "c": 6, "d": 9, "e": 0}) == {"a": 30, "d": 9, JOINED: 9}
    assert join_numbers({"a": 30, "others": 9}, "others") == {"a": 30, "others": 9}
    assert join_numbers({"a": 30, "b": 3}) is None
