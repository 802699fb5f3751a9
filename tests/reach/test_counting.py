"""Reads are counted once each, from the page cache too; robots, members and fetching ahead are left out."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assets.models import Document, FilePublicity
from reach import writing
from reach.counting import Read, ReadCounter, reads
from reach.models import FileFetches, PageReads, Way
from reach.writing import write
from tests.accounts.sign_in_helpers import sign_in
from tests.reach.agents import ANDROID, GOOGLEBOT, IN_FACEBOOK, PEOPLE, ROBOTS

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 3)


def test_every_read_counts_and_costs_no_query(
    article: Any, reader: Client, counted: Callable[..., int], page_store: None
) -> None:
    first = reader.get(article.url)
    with CaptureQueriesContext(connection) as captured:
        reader.get(article.url, headers={"referer": "https://l.facebook.com/"})
        again = reader.get(article.url, headers={"if-none-match": first.headers["ETag"]})
    # One query for each is that of the page cache.
    assert (len(captured), again.status_code) == (2, 304)
    assert counted(article, way=Way.OTHER) == 2
    assert counted(article, way=Way.FACEBOOK) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": GOOGLEBOT},
        {"user-agent": ""},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
    ],
)
def test_robots_and_fetching_ahead_are_left_out(
    article: Any, reader: Client, headers: dict[str, str], counted: Callable[..., int]
) -> None:
    reader.get(article.url, headers=headers)
    assert counted(article) == 0


def test_only_pages_that_were_answered_count(article: Any, reader: Client, counted: Callable[..., int]) -> None:
    reader.head(article.url)
    reader.get(article.url.rstrip("/"))
    reader.get("/en/activity/")
    reader.get(article.url.replace("/en/", "/km/"))
    assert reader.get(article.url + "nothing/").status_code == 404
    assert counted(article) == 0
    reader.get(article.url)
    assert (counted(article), PageReads.objects.count()) == (1, 1)


def test_who_is_signed_in_is_left_out(article: Any, officer: Any, counted: Callable[..., int]) -> None:
    client = Client(headers={"user-agent": ANDROID})
    sign_in(client, officer)
    assert client.get(article.url).status_code == 200
    assert counted(article) == 0
    client.logout()
    client.get(article.url)
    # A cookie that a browser still has from an old session makes nobody a member.
    client.cookies["sessionid"] = "expired"
    client.get(article.url)
    assert counted(article) == 2


def test_a_public_document_counts_when_its_beginning_is_read(article: Any, organization: Any, reader: Client) -> None:
    file = ContentFile(b"%PDF-1.4 report", "report.pdf")
    document = Document.objects.create(title="Report", collection=organization.collection, file=file)
    assert reader.get(document.url).status_code == 404
    FilePublicity.objects.create(document=document, page=article)
    reader.get(document.url)
    # A reader of PDF asks for the beginning and then for parts.
    reader.get(document.url, headers={"range": "bytes=0-1023"})
    reader.get(document.url, headers={"range": "bytes=1024-2047"})
    reader.get(document.url, headers={"user-agent": GOOGLEBOT})
    reader.head(document.url)
    write()
    assert [(row.document_id, row.number) for row in FileFetches.objects.all()] == [(document.pk, 2)]
    document.delete()
    assert not FileFetches.objects.exists()


def test_counts_of_two_writings_add_up_and_deleted_pages_are_left_out(article: Any) -> None:
    for _ in range(2):
        reads.add(Read(DAY, Way.MAIL, article.pk), 3)
        reads.add(Read(DAY, Way.MAIL, 999_999), 3)
        write()
    assert list(PageReads.objects.values_list("page", "day", "way", "number")) == [(article.pk, DAY, "mail", 6)]
    article.delete()
    assert not PageReads.objects.exists()


def test_what_cannot_be_written_waits(article: Any, monkeypatch: pytest.MonkeyPatch, counted: Any) -> None:
    reads.add(Read(DAY, Way.MAIL, article.pk), 3)

    def away(numbers: Any) -> None:
        raise DatabaseError("away")

    with monkeypatch.context() as patched:
        patched.setattr(writing, "add", away)
        write()
    assert counted(article) == 3


def test_counts_are_written_some_seconds_after_the_last_time(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    counter, read = ReadCounter(), Read(DAY, Way.MAIL, 1)
    settings.REACH_WRITE_SECONDS = 30
    assert not counter.is_due()
    counter.add(read)
    assert not counter.is_due()
    later = time.monotonic() + 30
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert counter.is_due()
    assert counter.take() == Counter({read: 1})
    assert not counter.is_due()


def test_a_full_memory_takes_no_new_kinds_of_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReadCounter, "MOST", 2)
    counter = ReadCounter()
    for pk in (1, 2, 3, 1):
        counter.add(Read(DAY, Way.MAIL, pk))
    assert counter.take() == Counter({Read(DAY, Way.MAIL, 1): 2, Read(DAY, Way.MAIL, 2): 1})


def test_the_day_is_that_of_phnom_penh(article: Any, reader: Client, counted: Callable[..., int]) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 2, 17, 30, tzinfo=dt.UTC), tick=False):
        reader.get(article.url)
    assert counted(article, day=DAY) == 1


@pytest.mark.parametrize("number", [400, pytest.param(10_000, marks=pytest.mark.drill)])
def test_a_log_replayed_is_counted_within_one_percent(
    number: int, article: Any, officer: Any, counted: Callable[..., int], page_store: None
) -> None:
    chance = random.Random(21)
    member = Client()
    sign_in(member, officer)
    stranger = Client()
    people = 0
    for place in range(number):
        # 20 % robots and 10 % members, in any order.
        kind = place % 10
        if kind < 2:
            stranger.get(article.url, headers={"user-agent": chance.choice(ROBOTS)})
        elif kind == 2:
            member.get(article.url, headers={"user-agent": chance.choice(PEOPLE)})
        else:
            people += 1
            referer = chance.choice(["", "https://l.facebook.com/", "https://www.google.com/", "https://t.me/x"])
            stranger.get(article.url, headers={"user-agent": chance.choice(PEOPLE), "referer": referer})
        if chance.random() < 0.01:
            write()
    assert people == number * 7 // 10
    assert abs(counted(article) - people) <= people / 100


def test_the_database_holds_no_address_agent_or_cookie(article: Any, counted: Callable[..., int]) -> None:
    client = Client(headers={"user-agent": IN_FACEBOOK, "referer": "https://l.facebook.com/l.php?u=telling"})
    client.cookies["telling-cookie"] = "telling-value"
    client.get(article.url, REMOTE_ADDR="203.0.113.77", headers={"x-forwarded-for": "203.0.113.78"})
    assert counted(article) == 1
    words = ("203.0.113.7", "FB_IAB", "SM-A125F", "telling", "l.php")
    dump = "\n".join(whole_database())
    assert "Weaving by the river" in dump
    assert [word for word in words if word in dump] == []


def whole_database() -> list[str]:
    """All rows of all tables, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [f"{table} {row!r}" for row in cursor.fetchall()]
    return rows
