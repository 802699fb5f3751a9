"""Tables of participants for the public, joined until no cell has one to four people: pure functions.

A cell is one sex, or several sexes joined, in one row: a kind of organization, a province, an age or a disability.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

# A group of one to four people is never shown.
FEWEST = 5
# The key of the row that holds the joined rows.
JOINED = "joined"


class Counts(NamedTuple):
    """The exact numbers of people of a group by sex, which the organization sees and the public does not."""

    women: int = 0
    men: int = 0
    another: int = 0
    not_said: int = 0

    @property
    def all(self) -> int:
        """Return the number of all people of the group, the sum over the sexes."""
        return sum(self)


class Columns(NamedTuple):
    """The sexes that a table shows by themselves; all others are its rest."""

    women: bool
    men: bool


# From the most detailed to only the sum.
SPLITS = (Columns(True, True), Columns(True, False), Columns(False, True))
ONLY_SUM = Columns(False, False)


class PublicCounts(NamedTuple):
    """The numbers of people of a group that the public may see; None where a sex is not shown by itself.

    `rest` counts everybody who is in neither of the two numbers shown.
    """

    women: int | None
    men: int | None
    rest: int

    @property
    def all(self) -> int:
        """Return the number of all people of the group: women and men where they are shown, and the rest."""
        return (self.women or 0) + (self.men or 0) + self.rest

    @property
    def columns(self) -> Columns:
        """Return for women and for men whether their number is shown by itself (as Columns)."""
        return Columns(self.women is not None, self.men is not None)


class PublicTable(NamedTuple):
    """A joined table: its rows by key, the largest first and the joined row last; and the keys that were joined."""

    rows: dict[str, PublicCounts]
    joined_keys: tuple[str, ...]

    @property
    def totals(self) -> PublicCounts:
        """Return the sums of the table's columns over all its rows."""
        return sum_public(self.rows.values())


def is_small(number: int | None) -> bool:
    """Return whether a number is from one to four, and so must not be shown; False for 0 and None."""
    return number is not None and 0 < number < FEWEST


def sum_counts(groups: Iterable[Counts]) -> Counts:
    """Return the exact sums by sex of several groups; all zero where there are no groups."""
    # Counts() as the first row, so that no groups at all give zeros and not an empty result.
    return Counts(*(sum(column) for column in zip(Counts(), *groups, strict=True)))


def sum_public(groups: Iterable[PublicCounts]) -> PublicCounts:
    """Return the sums of the public numbers of several groups; a hidden sex counts in the rest alone.

    A group that does not show a sex adds its people to the rest alone: a sum of shown numbers tells nothing new.
    """
    found = list(groups)
    women = [group.women for group in found if group.women is not None]
    men = [group.men for group in found if group.men is not None]
    rest = sum(group.rest for group in found)
    # Without any group both are zero, and no sex is hidden.
    shows = not found
    return PublicCounts(sum(women) if women or shows else None, sum(men) if men or shows else None, rest)


def public_totals(counts: Counts) -> PublicCounts:
    """Return a group's public numbers: by sex where no number shown is one to four people, else only the sum."""
    for columns in SPLITS:
        shown = _in_columns(counts, columns)
        if not has_small_cell(shown):
            return shown
    return _in_columns(counts, ONLY_SUM)


def has_small_cell(shown: PublicCounts) -> bool:
    """Return whether women, men or rest of these public numbers is from one to four people."""
    # Also the rest: it is a number on the page as well.
    return any(is_small(number) for number in shown)


def columns_of_table(groups: Iterable[Counts]) -> list[Columns]:
    """Return the column choices that a table about groups may show without revealing a total that is not public.

    The totals by sex of the groups are public already: the table's sums minus these totals would give away what one of
    them does not show.
    """
    found = list(groups)
    totals = [public_totals(counts) for counts in found]
    shown = {total.columns for total in totals} - {ONLY_SUM}
    hidden = sum_counts(counts for counts, total in zip(found, totals, strict=True) if total.columns == ONLY_SUM)
    return [
        columns
        for columns in SPLITS
        # `shown` must be a part of what this choice shows, or differences of two tables would show a hidden sex.
        if shown <= {SPLITS[0], columns} and not has_small_cell(_in_columns(hidden, columns))
    ]


def join_rows(
    table: Mapping[str, Counts], residual: str = "", columns: list[Columns] | None = None
) -> PublicTable | None:
    """Return a table of exact counts for the public, rows with one to four people joined into one; None if too few.

    Rows with a cell of one to four people are joined, then the next smallest, until no cell is so small. `residual` is
    the key of the row that means "others" already: it is joined first. Of the columns that the table may show (those
    that go with its own totals by sex, where `columns` are not given) those are taken that keep most rows.
    """
    filled = {key: counts for key, counts in table.items() if counts.all}
    allowed = columns_of_table([sum_counts(filled.values())]) if columns is None else columns
    ways = [way for each in allowed if (way := _joined(filled, each, residual))]
    # Of equal ones max takes the first, which is the most detailed one.
    return max(ways, key=lambda way: len(way.rows), default=None)


def join_numbers(numbers: Mapping[str, int], residual: str = "") -> dict[str, int] | None:
    """Return plain numbers, largest first, those from 1 to 4 joined with the next smallest as JOINED; None if too few.

    It is the rule of join_rows for a table with one column. Zeros are left out, so nobody learns what was joined.
    """
    table = join_rows({key: Counts(not_said=number) for key, number in numbers.items()}, residual, [ONLY_SUM])
    return None if table is None else {key: row.all for key, row in table.rows.items()}


def combine_tables(tables: Iterable[PublicTable]) -> PublicTable | None:
    """Return one public table that adds up several about different people; None for no table.

    A row that any of the tables has joined is joined in the result too. The result is made of shown numbers alone, so
    its difference from the table without the last one tells nothing that the last one does not show.
    """
    given = list(tables)
    if not given:
        return None
    shown = [counts.columns for table in given for counts in table.rows.values()]
    # Only what every table shows can be added up.
    common = Columns(*(all(sex) for sex in zip(*shown, strict=True)))
    found = [{key: _in_columns(counts, common) for key, counts in table.rows.items()} for table in given]
    hidden = {key for table in given for key in table.joined_keys}
    keys = {key for rows in found for key in rows} - hidden - {JOINED}
    kept = {key: sum_public(rows[key] for rows in found if key in rows) for key in keys}
    others = [counts for rows in found for key, counts in rows.items() if key not in keys]
    return PublicTable(_ordered(kept) | ({JOINED: sum_public(others)} if others else {}), tuple(sorted(hidden)))


def _in_columns(counts: Counts | PublicCounts, columns: Columns) -> PublicCounts:
    """Return the numbers of a group in these columns; all other people are counted as the rest."""
    women = counts.women if columns.women else None
    men = counts.men if columns.men else None
    return PublicCounts(women, men, counts.all - (women or 0) - (men or 0))


def _joined(table: Mapping[str, Counts], columns: Columns, residual: str) -> PublicTable | None:
    """Return the table joined in these columns; None where all rows would be one."""
    shown = {key: _in_columns(counts, columns) for key, counts in table.items()}
    small = {key for key, counts in shown.items() if has_small_cell(counts)}
    if not small:
        return PublicTable(_ordered(shown, residual), ()) if shown else None
    joined = small | ({residual} & shown.keys())
    # The smallest first, and None at the end: then every row has been tried.
    for key in [*sorted(shown.keys() - joined, key=lambda key: (shown[key].all, key)), None]:
        others = sum_public(shown[each] for each in joined)
        if key is None or not has_small_cell(others):
            break
        joined.add(key)
    kept = {key: counts for key, counts in shown.items() if key not in joined}
    # With all rows joined nothing would be left but the sum, which the page shows anyway.
    if not kept or has_small_cell(others):
        return None
    return PublicTable(_ordered(kept) | {JOINED: others}, tuple(sorted(joined)))


def _ordered(rows: Mapping[str, PublicCounts], last: str = "") -> dict[str, PublicCounts]:
    """Return rows by their number of people, the largest first, with the row `last` at the end."""
    return dict(sorted(rows.items(), key=lambda row: (row[0] == last, -row[1].all, row[0])))
