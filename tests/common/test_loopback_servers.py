"""On one's own machine some names lead to a server of this machine; nowhere else."""

from __future__ import annotations

import pytest
from django.conf import ENVIRONMENT_VARIABLE
from django.test import override_settings

from common.outgoing_http import ForbiddenAddressError, fetch
from common.outgoing_http.addresses import loopback_server
from common.outgoing_http.checks import check_loopback_servers

FEEDS = override_settings(LOOPBACK_SERVERS={"demo.example": "demo.press_review.serving.port"})
FEED = "http://tonle-paper.demo.example/feed"


@FEEDS
def test_names_of_the_domain_are_served_here() -> None:
    answer = fetch(FEED)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
    again = fetch(FEED, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304 and not again.body
    assert fetch("http://tonle-paper.demo.example/elsewhere").status == 404
    assert fetch("http://nobody.demo.example/feed").status == 404


@FEEDS
def test_other_names_and_addresses_are_not() -> None:
    assert not any(map(loopback_server, ("example", "other.example", "notdemo.example", "demo.example.org")))
    for url in ("http://127.0.0.1/feed", "http://localhost/feed", "http://tonle-paper.demo.example:8000/feed"):
        with pytest.raises(ForbiddenAddressError):
            fetch(url)


def test_without_the_setting_no_name_is() -> None:
    assert not loopback_server("tonle-paper.demo.example")


@FEEDS
@pytest.mark.parametrize("module", ["portal.settings.production", "portal.settings.base", "tests_of_others", ""])
def test_settings_for_others_are_refused(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    assert check_loopback_servers(None) == []
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, module)
    assert [error.id for error in check_loopback_servers(None)] == ["common.E001"]


def test_production_without_it_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "portal.settings.production")
    assert check_loopback_servers(None) == []
