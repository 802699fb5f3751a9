"""Kept pages: quick, never outdated, never somebody's own."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orgs import public_version
from orgs.status import set_status
from portal.page_cache.page_store import PageStore
from tests.accounts.sign_in_helpers import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_store")]


@pytest.fixture
def article(make_page: Any, organization: Any, drain: Any) -> Any:
    page = make_page("article", organization, live=True, title="Weaving by the river")
    drain()
    return page


def test_a_second_reader_costs_one_query(article: Any, client: Client) -> None:
    first = client.get(article.url)
    with CaptureQueriesContext(connection) as captured:
        second = client.get(article.url)
    assert second.content == first.content
    assert b"Weaving by the river" in second.content
    assert len(captured) == 1
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_a_browser_asks_again_and_is_told_that_it_has_it(article: Any, client: Client) -> None:
    first = client.get(article.url)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(article.url, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_withdrawn_is_gone_at_once(article: Any, client: Client) -> None:
    kept = client.get(article.url)
    client.get("/en/activity/")
    article.unpublish()
    assert client.get(article.url, headers={"if-none-match": kept.headers["ETag"]}).status_code == 404
    assert b"Weaving by the river" not in client.get("/en/activity/").content


def test_a_list_shows_a_new_page_once_its_row_is_written(make_page: Any, organization: Any, drain: Any) -> None:
    client = Client()
    client.get("/en/activity/")
    make_page("update", organization, live=True, title="The looms are back")
    drain()
    assert b"The looms are back" in client.get("/en/activity/").content


def test_a_suspended_organization_closes_at_once(
    article: Any, organization: Any, administrator: Any, client: Client
) -> None:
    assert client.get(article.url).status_code == 200
    set_status(organization, status="suspended", is_hidden=True, by=administrator, reason="Asked for.")
    assert client.get(article.url).status_code == 404


def test_a_page_is_not_kept_beyond_its_expiry(make_page: Any, organization: Any, drain: Any, client: Client) -> None:
    expires = timezone.now() + dt.timedelta(minutes=3)
    page = make_page("update", organization, live=True, title="Only today", expire_at=expires)
    drain()
    assert b"Only today" in client.get("/en/activity/").content
    with time_machine.travel(expires + dt.timedelta(seconds=1)):
        assert b"Only today" not in client.get("/en/activity/").content
    assert page.live


def test_who_has_a_session_gets_nothing_that_is_kept(article: Any, officer: Any, client: Client) -> None:
    client.get(article.url)
    sign_in(client, officer)
    answer = client.get(article.url)
    assert "ETag" not in answer.headers


def test_a_change_that_was_rolled_back_changes_no_version() -> None:
    before = public_version.current_version()
    with transaction.atomic():
        public_version.bump_version()
        transaction.set_rollback(True)
    assert public_version.current_version() == before
    public_version.bump_version()
    assert public_version.current_version() != before


def test_languages_and_addresses_are_kept_apart(article: Any, client: Client) -> None:
    english, khmer = client.get("/en/"), client.get("/km/")
    assert english.content != khmer.content
    assert client.get("/km/").content == khmer.content


def test_without_its_store_every_page_is_made_anew(article: Any, client: Client, settings: Any) -> None:
    settings.CACHES = settings.CACHES | {
        "pages": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
            "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
        }
    }
    assert client.get(article.url).status_code == 200
    assert client.get(article.url).status_code == 200


def test_forms_with_a_token_are_not_kept(client: Client) -> None:
    first, second = client.get("/en/join/"), client.get("/en/join/")
    assert "ETag" not in first.headers
    assert first.content != second.content


def test_what_came_from_redis_lies_in_the_process_as_long_as_it_may(settings: Any) -> None:
    far, near = (
        {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(uuid4())} for _ in range(2)
    )
    settings.CACHES = settings.CACHES | {"pages": far, "near": near}
    store = PageStore()
    with time_machine.travel("2026-03-08 10:00", tick=False) as clock:
        store.put("key", "page", 60)
        assert store.get("key") == "page"
        caches["pages"].clear()
        clock.shift(59)
        assert store.get("key") == "page"
        clock.shift(2)
        assert store.get("key") is None


def test_what_redis_kept_too_long_is_not_shown(settings: Any) -> None:
    with time_machine.travel("2026-03-08 10:00", tick=False):
        caches["pages"].set("key", (time.time() - 1, "page"), 60)
        assert PageStore().get("key") is None
