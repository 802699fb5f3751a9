"""A paper that failed is not tried again by everybody, and one that is being made is waited for by nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from events.papers import storage
from events.papers.rendering import PaperBusyError, PaperError
from events.papers.storage import stored_paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget() -> None:
    cache.clear()


def test_a_failure_is_remembered_for_that_content_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fail(html: str) -> bytes:
        asked.append(html)
        raise PaperError("The helper was not done in time.")

    monkeypatch.setattr(storage, "print_paper", fail)
    for html in ("<p>one", "<p>one", "<p>two"):
        with pytest.raises(PaperError):
            stored_paper("7", html)
    assert asked == ["<p>one", "<p>two"]


def test_who_comes_while_it_is_made_is_told_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[type[Exception]] = []

    def meanwhile(html: str) -> bytes:
        with pytest.raises(PaperError) as refused:
            stored_paper("7", html)
        told.append(refused.type)
        raise PaperError

    monkeypatch.setattr(storage, "print_paper", meanwhile)
    with pytest.raises(PaperError):
        stored_paper("7", "<p>one")
    assert told == [PaperBusyError]


@pytest.mark.parametrize(
    ("error", "words", "later"),
    [(PaperBusyError, "This PDF is being made", "15"), (PaperError, "This PDF cannot be made now", "300")],
)
def test_the_page_says_which_of_the_two_it_is(
    client: Client, make_page: Any, organization: Any, drain: Any, monkeypatch: Any, error: Any, words: str, later: str
) -> None:
    page = make_page("event", organization, live=True)
    drain()

    def fail(_html: str) -> bytes:
        raise error

    monkeypatch.setattr(storage, "print_paper", fail)
    # The second time it is remembered.
    for _time in range(2):
        answer = client.get(reverse("event-report", args=[page.pk]))
        assert (answer.status_code, answer["Retry-After"]) == (503, later)
        assert words in answer.text and page.url in answer.text
