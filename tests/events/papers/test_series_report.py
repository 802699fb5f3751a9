"""The report of a series: what its public page says, with every recommendation, made once and gone with its events."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.attendance.releases import release_figures
from events.models import EventPage, Participants, Series
from events.papers import rendering, storage
from events.papers.storage import folder_of, series_owner
from tests.events.papers.pdf_helpers import khmer_words, share_found, text_of
from tests.outcomes.conftest import recommended, step
from tests.queries import queries_of
from vocabulary.models import Institution

PAGE, REPORT = "/en/events/series/forum/", "/en/events/series/forum/report.pdf"
MOST_QUERIES = 8
WORDS = "សិក្ខាសាលាអំពីការប្រើប្រាស់បច្ចេកវិទ្យាដើម្បីសមភាពយេនឌ័រ"

pytestmark = pytest.mark.usefixtures("printed")


@pytest.fixture
def series(db: None) -> Series:
    return Series.objects.create(slug="forum", name_en="The forum", name_km="វេទិកា", per_year=6)


@pytest.fixture
def add(make_page: Any, organization: Any, series: Series, drain: Any) -> Callable[..., EventPage]:
    """A public event of the series that is over: add({"ngo": (17, 6)}, language="km", **fields)."""

    def make(kinds: dict[str, tuple[int, int]], language: str = "en", **fields: Any) -> EventPage:
        start = timezone.now() - timedelta(days=40)
        times = {"starts_at": start, "ends_at": start + timedelta(hours=6)}
        page = make_page("event", organization, language, live=True, series=series, **times, **fields)
        for order, (kind, (women, men)) in enumerate(kinds.items()):
            Participants.objects.create(event=page, kind=kind, women=women, men=men, sort_order=order)
        drain()
        return page

    return make


@pytest.fixture
def advice(db: None) -> Callable[..., str]:
    ministry = Institution.objects.create(slug="ministry-a", name_en="Ministry A", name_km="ក្រសួង ក")

    def make(*texts: str) -> str:
        steps = step("sent", 30), step("answered", 9, note="By letter.")
        return json.dumps([recommended(text, ministry, *steps) for text in texts])

    return make


def test_it_says_what_the_page_says_and_every_recommendation(
    client: Client, add: Any, advice: Any, printed: Any
) -> None:
    add({"ngo": (17, 6)}, title="First forum", venue="Town hall", addressed_recommendations=advice(*"ABCDEFG"))

    response = client.get(REPORT)

    assert response["Content-Type"] == "application/pdf" and response.content.startswith(b"%PDF")
    for words in ("The forum", "First forum", "Town hall", "17 women", "Ministry A", "By letter.", "7 Answered"):
        assert words in printed[0]
    assert printed[0].count("By letter.") == 7


def test_its_khmer_words_are_found(client: Client, add: Any, advice: Any, tmp_path: Path) -> None:
    add({"ngo": (17, 6)}, "km", title=WORDS, addressed_recommendations=advice(WORDS))

    text = text_of(client.get("/km/events/series/forum/report.pdf").content, tmp_path)

    assert share_found(khmer_words(WORDS), text) == 1
    assert text.count("សិក្ខាសាលា") == 3


def test_it_shows_no_small_group_and_the_released_table_alone(
    client: Client, add: Any, editor: Any, series: Series, printed: list[str]
) -> None:
    add({"ngo": (31, 12), "palace": (2, 1), "court": (9, 8)})
    client.get(REPORT)
    release_figures(series, editor)
    client.get(REPORT)

    assert "42 women" in printed[0] and "<table>" not in printed[0]
    assert "<table>" in printed[1] and "NGOs" in printed[1] and "Others" in printed[1]
    assert "Palace" not in printed[1]
    assert not any(f'"number">{number}<' in printed[1] for number in range(1, 5))


def test_it_is_made_once_for_each_content_and_language(
    client: Client, add: Any, series: Series, drain: Any, printed: list[str]
) -> None:
    page = add({}, title="Before")
    first, again = client.get(REPORT), client.get(REPORT)
    client.get("/km/events/series/forum/report.pdf")
    client.get(REPORT)
    assert client.get(REPORT, headers={"If-None-Match": first["ETag"]}).status_code == 304
    page.title = "After"
    page.save_revision().publish()
    drain()

    assert client.get(REPORT).status_code == 200
    assert first.content == again.content
    assert [("After" in html) for html in printed] == [False, False, True]
    assert len(default_storage.listdir(folder_of(series_owner(series.pk, "en")))[1]) == 1


def test_it_goes_with_its_events(client: Client, add: Any, series: Series, drain: Any) -> None:
    page = add({})
    client.get(REPORT)
    assert client.post(REPORT).status_code == 405
    assert client.get("/en/events/series/unknown/report.pdf").status_code == 404

    page.unpublish()
    drain()

    assert client.get(REPORT).status_code == 404
    assert default_storage.listdir(folder_of(series_owner(series.pk, "en")))[1] == []


def test_without_pango_the_page_says_so_and_the_report_is_refused(
    client: Client, add: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    add({})
    client.cookies["messages"] = "not from the page cache"
    link = reverse("series-report", args=["forum"])
    assert link in client.get(PAGE).content.decode()

    monkeypatch.setattr(storage, "print_paper", rendering.print_paper)
    monkeypatch.setattr(rendering, "can_make_papers", lambda: False)
    monkeypatch.setattr("events.series_pages.context.can_make_papers", lambda: False)

    html = client.get(PAGE).content.decode()
    assert link not in html and "this server lacks a program" in html
    refused = client.get(REPORT)
    assert refused.status_code == 503 and PAGE in refused.content.decode()


def test_it_takes_few_queries(client: Client, add: Any, advice: Any) -> None:
    for _each in range(3):
        add({"ngo": (17, 6)}, addressed_recommendations=advice("Do it"))
    assert len(queries_of(client, REPORT)) <= MOST_QUERIES
