"""Parameters of the search page's address: read into a query, and written for links."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from common.typed_date_fields import out_of_bounds
from khmer.typed_dates import DateOutOfBoundsError, read_day_or_year
from search.engines.base import Order, Query

ORDERS: tuple[Order, ...] = ("relevance", "newest", "oldest")
LINK_PARAMETERS = ("q", "organization", "type", "source", "topic", "place", "language", "from", "to", "order")


@dataclass(frozen=True)
class ParsedParameters:
    """The query that an address asks for, and messages about parameters that could not be understood."""

    query: Query
    problems: list[str]


def parse_parameters(parameters: QueryDict, reader: str) -> ParsedParameters:
    """Return the search query in the parameters of a search page's address, with messages about wrong ones.

    `reader` is the reader's language.
    """
    problems: list[str] = []
    order = parameters.get("order", "")
    query = Query(
        text=parameters.get("q", ""),
        organization=parameters.get("organization", ""),
        type=parameters.get("type", ""),
        source=parameters.get("source", ""),
        topic=parameters.get("topic", ""),
        place=parameters.get("place", ""),
        start=_day(parameters.get("from", ""), is_end=False, problems=problems),
        end=_day(parameters.get("to", ""), is_end=True, problems=problems),
        language=parameters.get("language", ""),
        reader=reader,
        page=_page(parameters.get("page", "")),
        # From the list, so that the type checker knows the value; whatever else was typed means relevance.
        order=next((known for known in ORDERS if known == order), "relevance"),
    )
    return ParsedParameters(query, problems)


def link_to(parameters: QueryDict, **changes: str) -> str:
    """Return a search's query string with changed parameters (empty ones removed), back on the first page."""
    chosen = {name: parameters.get(name, "") for name in LINK_PARAMETERS} | changes
    return "?" + urlencode({name: value for name, value in chosen.items() if value})


def year_of(query: Query) -> int | None:
    """Return the year when the query's first and last day are exactly one year, otherwise None."""
    if query.start and query.end and (query.start, query.end) == _year(query.start.year):
        return query.start.year
    return None


def _day(typed: str, *, is_end: bool, problems: list[str]) -> dt.date | None:
    typed = typed.strip()
    if not typed:
        return None
    try:
        return read_day_or_year(typed, is_end=is_end)
    except ValueError as error:
        told = _("“%(typed)s” is not a date. Write a year, or a day as 24/10/2026.") % {"typed": typed[:40]}
        if isinstance(error, DateOutOfBoundsError):
            told = " ".join([told, *out_of_bounds().messages])
        problems.append(told)
    return None


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _page(typed: str) -> int:
    # isdecimal() is true for digits of all scripts; a longer number is no page.
    return max(int(typed), 1) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1
