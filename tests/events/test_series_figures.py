"""The figures of a series as files: what its page shows, no small group, and no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from common.figures.small_groups import PublicCounts
from events.attendance.releases import release_figures
from events.models import EventPage, Participants, Series
from events.series_pages.figures import rows_of
from events.series_pages.years import SeriesEvent, years_of
from khmer.dates import PHNOM_PENH
from tests.queries import queries_of

PAGE = "/en/events/series/forum/"
CSV = f"{PAGE}figures.csv"
MOST_QUERIES = 8


@pytest.fixture
def series(db: None) -> Series:
    return Series.objects.create(slug="forum", name_en="The forum", name_km="វេទិកា")


@pytest.fixture
def add(make_page: Any, organization: Any, series: Series, drain: Any) -> Callable[..., EventPage]:
    """A public event of the series: add(2024, {"ngo": (17, 6)}, **fields)."""

    def make(year: int, kinds: dict[str, tuple[int, int]], **fields: Any) -> EventPage:
        start = datetime(year, 6, 1, 8, tzinfo=PHNOM_PENH)
        when = {"starts_at": start, "ends_at": start + timedelta(hours=6)}
        page = make_page("event", organization, live=True, series=series, **when, **fields)
        for order, (kind, (women, men)) in enumerate(kinds.items()):
            Participants.objects.create(event=page, kind=kind, women=women, men=men, sort_order=order)
        drain()
        return page

    return make


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_csv_says_what_the_page_says_and_has_a_byte_order_mark(
    client: Client, add: Any, editor: Any, series: Series
) -> None:
    add(2023, {"ngo": (10, 8), "court": (3, 4)}, title="First")
    add(2024, {"ngo": (7, 6), "senate": (4, 1)}, title="Second")
    release_figures(series, editor)

    response = client.get(CSV)
    rows = read(response.content)

    assert response.content.startswith(b"\xef\xbb\xbf") and response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="series-forum.csv"' in response["Content-Disposition"]
    assert rows[0] == ["Table", "Group", "Events", "Women", "Men", "All others", "All"]
    assert ["Year by year", "2023", "1", "13", "12", "0", "25"] in rows
    assert ["Events", "2024-06-01 Second", "1", "11", "7", "0", "18"] in rows
    assert ["Participants by kind of organization", "NGOs", "", "17", "14", "0", "31"] in rows
    assert rows[-1] == ["All", "The forum", "2", "24", "19", "0", "43"]
    client.cookies["messages"] = "not from the page cache"
    page = client.get(PAGE).content.decode()
    assert f'href="{CSV}"' in page
    assert "Table released on" in page and "Some of these numbers were typed by the organization." in page


def test_the_csv_shows_no_small_group(client: Client, add: Any) -> None:
    add(2023, {"ngo": (3, 17), "court": (1, 0)}, title="First")

    rows = read(client.get(CSV).content)

    assert ["Events", "2023-06-01 First", "1", "", "", "21", "21"] in rows
    assert not any(number in {"1", "2", "3", "4"} for row in rows[1:] for number in row[3:])
    assert not any(row[0] == "Participants by kind of organization" for row in rows)


def test_an_event_ahead_has_no_figures_and_one_where_nobody_was_counted_none_either() -> None:
    entry = SimpleNamespace(title="=1+1", happens_at=datetime(2024, 6, 1, 8, tzinfo=PHNOM_PENH))
    counts = [(PublicCounts(9, 8, 0), True), (None, True), (None, False)]
    events = [SeriesEvent(entry, n, totals, "", held) for n, (totals, held) in enumerate(counts, 1)]  # type: ignore[arg-type]
    series = SimpleNamespace(name="@forum")

    rows = list(rows_of({"events": events, "years": years_of(events, 0), "table": None, "series": series}))

    assert [row[2:] for row in rows[1:]] == [[2, 9, 8, 0, 17], [1, 9, 8, 0, 17], [1, "", "", "", ""], [2, 9, 8, 0, 17]]


def test_only_a_series_with_a_public_event_has_figures(client: Client, add: Any, series: Series) -> None:
    assert client.get(CSV).status_code == 404
    add(2023, {"ngo": (20, 17)})
    assert client.get(CSV).status_code == 200
    xlsx = client.get(f"{PAGE}figures.xlsx")
    assert [cell.value for cell in load_workbook(io.BytesIO(xlsx.content)).worksheets[0]["A"]][-1] == "All"
    assert client.post(CSV).status_code == 405
    assert client.get("/km/events/series/forum/figures.csv").content.decode().count("វេទិកា") == 1


def test_the_csv_takes_few_queries(client: Client, add: Any) -> None:
    add(2023, {"ngo": (20, 17)})
    add(2024, {"ngo": (20, 17)})
    assert len(queries_of(client, CSV)) <= MOST_QUERIES
