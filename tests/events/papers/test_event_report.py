"""The report of an event: what its public page says, made once, and gone with the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import EventPage, Participants
from events.papers import rendering, storage
from events.papers.storage import folder_of
from tests.events.papers.pdf_helpers import khmer_words, share_found, text_of
from tests.queries import queries_of

pytestmark = pytest.mark.usefixtures("printed")
MOST_QUERIES = 8
WORDS = "សិក្ខាសាលាអំពីការប្រើប្រាស់បច្ចេកវិទ្យាដើម្បីសមភាពយេនឌ័រ"


@pytest.fixture
def make_event(make_page: Any, organization: Any, drain: Any) -> Callable[..., EventPage]:
    """A public event that is over: make_event("km", women=17, men=3, **fields)."""

    def make(language: str = "en", women: int = 17, men: int = 3, **fields: Any) -> EventPage:
        start = timezone.now() - timedelta(days=3)
        fields = {"starts_at": start, "ends_at": start + timedelta(hours=6), "live": True, **fields}
        page = make_page("event", organization, language, **fields)
        Participants.objects.create(event=page, kind="ngo", women=women, men=men)
        drain()
        return page

    return make


def address(page: EventPage, language: str = "en") -> str:
    return f"/{language}/events/{page.pk}/report.pdf"


def test_a_report_says_what_the_page_says(client: Client, make_event: Any, tmp_path: Path) -> None:
    page = make_event("km", title=WORDS, findings=f"<p>{WORDS}</p>", venue="ភ្នំពេញ")

    response = client.get(address(page, "km"))
    text = text_of(response.content, tmp_path)

    assert response["Content-Type"] == "application/pdf"
    assert share_found(khmer_words(WORDS), text) == 1
    assert text.count("សិក្ខាសាលា") == 2
    assert page.url in "".join(text.split())


def test_a_report_shows_no_small_group(client: Client, make_event: Any, printed: list[str]) -> None:
    client.get(address(make_event(women=3, men=1)))
    client.get(address(make_event(women=17, men=6)))

    assert "3 women" not in printed[0]
    assert "1 men" not in printed[0]
    assert "4</span>" in printed[0]
    assert "NGO" not in printed[0]
    assert "17 women" in printed[1]
    assert "6 men" in printed[1]
    assert "NGO" in printed[1]


def test_a_report_is_made_once_for_each_content(client: Client, make_event: Any, printed: list[str]) -> None:
    page = make_event(title="Before")
    first = client.get(address(page))
    again = client.get(address(page))
    unchanged = client.get(address(page), headers={"If-None-Match": first["ETag"]})
    page.title = "After"
    page.save_revision().publish()
    client.get(address(page))

    assert first.content == again.content
    assert unchanged.status_code == 304
    assert [("After" in html) for html in printed] == [False, True]
    assert len(default_storage.listdir(folder_of(str(page.pk)))[1]) == 1


def test_only_the_public_page_of_this_language_has_a_report(client: Client, make_event: Any, make_page: Any) -> None:
    page = make_event()
    other = make_page("update", page.organization, live=True)

    assert client.get(address(page, "km")).status_code == 404
    assert client.get(address(make_event(live=False))).status_code == 404
    assert client.get(address(other)).status_code == 404
    assert client.post(address(page)).status_code == 405


def test_the_report_goes_with_the_page(client: Client, make_event: Any, drain: Any) -> None:
    page = make_event()
    client.get(address(page))

    page.unpublish()
    drain()

    assert client.get(address(page)).status_code == 404
    assert default_storage.listdir(folder_of(str(page.pk)))[1] == []


def test_without_pango_the_page_says_so_and_the_report_is_refused(
    client: Client, make_event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_event()
    link = reverse("event-report", args=[page.pk])
    assert link in client.get(page.url).content.decode()

    monkeypatch.setattr(storage, "print_paper", rendering.print_paper)
    monkeypatch.setattr(rendering, "can_make_papers", lambda: False)
    monkeypatch.setattr("events.page_context.can_make_papers", lambda: False)

    html = client.get(page.url).content.decode()
    assert link not in html
    assert "this server lacks a program" in html
    refused = client.get(address(page))
    assert refused.status_code == 503
    assert page.url in refused.content.decode()


def test_a_report_takes_few_queries(client: Client, make_event: Any) -> None:
    page = make_event()
    assert len(queries_of(client, address(page))) <= MOST_QUERIES
