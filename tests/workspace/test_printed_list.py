"""The printed list of an event: for its own organization, with names and codes, and stored nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from events.papers.rendering import PaperError
from tests.events.registrations import make_gathering, make_registration


@pytest.fixture
def gathering(make_page: Any, organization: Any, officer: Any) -> Any:
    times = {"starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(hours=3)}
    page = make_page("event", organization, owner=officer, title="Khmer Unicode", live=True, **times)
    made = make_gathering(organization, page.translation_key)
    make_registration(made, name="Chan Sokha", phone="+85512000111", email="sokha@example.org")
    make_registration(made, name="Keo Dara", state="waiting")
    make_registration(made, name="Not Coming", state="cancelled")
    return made


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the HTML of lists instead of printing it."""
    made: list[str] = []

    def collect(html: str) -> bytes:
        made.append(html)
        return b"%PDF-"

    monkeypatch.setattr("events.papers.rendering.print_paper", collect)
    return made


def address(gathering: Any) -> str:
    return reverse("workspace:printed-list", args=[gathering.pk])


def test_it_has_names_and_codes_alone(officers: Any, gathering: Any, printed: list[str]) -> None:
    response = officers.get(address(gathering))

    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    [html] = printed
    assert "Chan Sokha" in html
    assert "on the waiting list" in html
    assert "Not Coming" not in html
    assert "12000111" not in html
    assert "sokha@" not in html
    assert not default_storage.exists("papers")
    assert address(gathering) in officers.get(reverse("workspace:check-in", args=[gathering.pk])).content.decode()


def test_others_do_not_get_it(client: Any, gathering: Any, make_organization: Any, make_member: Any) -> None:
    assert client.get(address(gathering)).status_code == 302
    stranger = make_member(make_organization("basket-makers"), "officer", "stranger@example.org")
    client.force_login(stranger)
    assert client.get(address(gathering)).status_code == 404


def test_when_it_cannot_be_made_she_is_led_back(officers: Any, gathering: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(html: str) -> bytes:
        raise PaperError

    monkeypatch.setattr("events.papers.rendering.print_paper", refuse)
    response = officers.get(address(gathering))
    assert response.status_code == 503
    assert reverse("workspace:check-in", args=[gathering.pk]) in response.content.decode()
