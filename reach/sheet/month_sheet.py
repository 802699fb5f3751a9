"""A month of an organization: reads by day, way and piece, and fetches of its files, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Sum

from common.figures.small_groups import JOINED
from orgs.models import Organization, OrgContentPage
from reach.models import FileFetches, PageReads
from reach.sheet.months import Month
from reach.sheet.shown import shown, shown_rows, shown_ways

# So many pieces and files have rows of their own; all others are one row.
MOST_ROWS = 100
REST = "rest"


class ReadPiece(NamedTuple):
    """A piece with its reads in all languages; `page` is None for the row of all others.

    `khmer` and `english` are None below five, and "" where the piece has no page in the language.
    """

    page: Any
    khmer: int | str | None
    english: int | str | None
    all: int


@dataclass(frozen=True)
class MonthSheet:
    """The figures of a month as they may be shown (see reach.sheet.shown); None stands for fewer than five.

    Tables are None where their numbers are too few to be told apart.
    """

    month: Month
    reads: int | None
    fetches: int | None
    days: dict[str, int] | None
    ways: dict[str, int] | None
    pieces: list[ReadPiece] | None
    files: dict[str, int] | None

    @property
    def by_day(self) -> list[tuple[dt.date, int | None]]:
        """Return the counted days with their reads; None for one that is joined with others, or had no reads."""
        return [(day, (self.days or {}).get(day.isoformat())) for day in self.month.days]

    @property
    def best_day(self) -> dt.date | None:
        """Return the day with most reads, the first of several; None where days are too few to be told apart."""
        known = [(number, day) for day, number in self.by_day if number]
        return max(known, key=lambda each: each[0])[1] if known else None

    @property
    def other_days(self) -> int | None:
        """Return the reads of all days together that have no row of their own; None where there are none."""
        return (self.days or {}).get(JOINED)


def month_sheet(organization: Organization, month: Month, language: str) -> MonthSheet:
    """Return the figures of an organization's month; titles of pieces are in `language` where there is one."""
    reads = reads_in(month).filter(page__organization=organization)
    fetches = FileFetches.objects.filter(
        document__collection=organization.collection_id, day__gte=month.first, day__lt=month.end
    )
    ways = sums(reads, "way")
    all_reads = sum(ways.values())
    by_day = {day.isoformat(): number for day, number in sums(reads, "day").items()} if month.has_days else {}
    files = sums(fetches, "document__title")
    return MonthSheet(
        month=month,
        reads=shown(all_reads),
        fetches=shown(sum(files.values())),
        days=shown_rows(by_day),
        ways=shown_ways(ways),
        pieces=read_pieces(reads, all_reads, language),
        files=shown_rows(largest(files), REST),
    )


def reads_in(month: Month) -> QuerySet[PageReads]:
    """Return the rows of all pages' reads on the counted days of a month."""
    return PageReads.objects.filter(day__gte=month.first, day__lt=month.end)


def sums(rows: QuerySet[Any], key: str) -> dict[Any, int]:
    """Return the sum of the rows' numbers for each value of the field `key`."""
    return dict(rows.values_list(key).annotate(all=Sum("number")).order_by())


def largest(numbers: dict[str, int]) -> dict[str, int]:
    """Return the largest of these numbers, and the sum of all others as REST."""
    ordered = sorted(numbers.items(), key=lambda each: (-each[1], each[0]))
    rest = sum(number for _key, number in ordered[MOST_ROWS:])
    return dict(ordered[:MOST_ROWS]) | ({REST: rest} if rest else {})


def read_pieces(reads: QuerySet[PageReads], all_reads: int, language: str) -> list[ReadPiece] | None:
    """Return the pieces with most reads and a row of all others; None where they are too few to be told apart."""
    in_language = {code: Sum("number", filter=Q(page__locale__language_code=code)) for code in ("km", "en")}
    grouped: Any = reads.values("page__translation_key").annotate(all=Sum("number"), **in_language)
    found = {str(row["page__translation_key"]): row for row in grouped.order_by("-all")[:MOST_ROWS]}
    rest = all_reads - sum(row["all"] for row in found.values())
    rows = shown_rows({key: row["all"] for key, row in found.items()} | ({REST: rest} if rest else {}), REST)
    if rows is None:
        return None
    pages = pages_of(rows.keys() - {REST, JOINED})
    pieces = []
    for key, number in rows.items():
        there = pages.get(key, {})
        # Pages that were deleted since have no reads either; so each key but the two of all others has a page.
        page = there.get(language) or next(iter(there.values()), None)
        numbers = [shown(found[key][code] or 0) if code in there else "" for code in ("km", "en")]
        pieces.append(ReadPiece(page, numbers[0], numbers[1], number))
    return pieces


def pages_of(keys: set[str]) -> dict[str, dict[str, OrgContentPage]]:
    """Return {translation key: {language: page}} of these pieces."""
    found: dict[str, dict[str, OrgContentPage]] = {}
    for page in OrgContentPage.objects.filter(translation_key__in=keys).select_related("locale").order_by("pk"):
        found.setdefault(str(page.translation_key), {})[page.locale.language_code] = page
    return found
