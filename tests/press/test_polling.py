"""Sources are read again and again: in time, without asking for what is known, and never silently given up."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from common.outgoing_http import connection, deadline
from khmer.lines import letter_count
from outbox.models import Event
from press.health import all_health
from press.models import FetchState, Item, Source
from press.outbox_events import PRESS_ROUND
from press.polling import rounds, storing
from press.polling.intervals import next_interval
from press.reading import apart, parsing
from tests.press.feed_server import Media, item, rss, serving
from tests.press.press_helpers import make_source

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 17, 1, 0, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
XML = {"Content-Type": "text/xml"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def feed(monkeypatch):
    """The replies of a server by path; tests fill them."""
    replies = {}
    with serving(monkeypatch, replies):
        yield replies


def many(count: int, **fields):
    return rss(*(item(f"Title {n}", f"http://paper.example/{n}", str(n), **fields) for n in range(count))).encode()


def read(source, clock=None, after=None):
    """Read a source when it is due (or after a time), and return the outcome."""
    if clock:
        clock.shift(after or 2 * DAY)
    source.refresh_from_db()
    [outcome] = rounds.read_sources([Source.objects.select_related("fetch_state").get(pk=source.pk)], seconds=9)
    return outcome


def state_of(source):
    return FetchState.objects.get(source=source)


def test_new_items_are_stored_once(feed, clock) -> None:
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (200, XML, rss(item("Night school", text="Words &amp; more.")).encode())
    assert read(source).new == 1
    feed["rss"] = (
        200,
        XML,
        rss(
            item("Night school!", "https://www.paper.example/1?utm_source=x", "2"),
            item("Other", "http://paper.example/2", "3"),
        ).encode(),
    )
    assert read(source, clock, HOUR).new == 1
    assert sorted(source.items.values_list("title", flat=True)) == ["Night school", "Other"]
    stored = source.items.get(title="Night school")
    assert (stored.excerpt, stored.language, stored.url) == ("Words & more.", "en", "http://paper.example/1")
    assert stored.written_at == dt.datetime(2026, 11, 16, 0, 10, tzinfo=dt.UTC)


def test_guids_and_parameters_that_change_at_each_poll_double_nothing(feed, clock) -> None:
    source = make_source(feed="http://paper.example/rss")
    for poll in range(3):
        link = f"http://paper.example/1?utm_campaign={poll}"
        feed["rss"] = (200, XML, rss(item(f"Title {poll}", link, f"guid-{poll}")).encode())
        read(source, clock, HOUR)
    assert source.items.count() == 1


def test_nothing_beyond_the_excerpt_is_stored(feed) -> None:
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (200, XML, rss(item(text="Women of four communes say more. " * 600)).encode())
    read(source)
    row = Item.objects.filter(source=source).values().get()
    assert letter_count(row["excerpt"]) <= 200
    assert len(row.pop("sketch")) <= 1024
    assert all(len(str(value)) <= 300 for value in row.values())


def test_a_source_may_want_no_excerpt(feed) -> None:
    source = make_source(feed="http://paper.example/rss", allows_excerpts=False)
    feed["rss"] = (200, XML, rss(item()).encode())
    read(source)
    assert source.items.get().excerpt == ""


def test_the_first_poll_takes_ten_items_and_no_old_ones(feed, clock) -> None:
    source, old = make_source(feed="http://paper.example/rss"), "Mon, 16 Mar 2026 07:10:00 GMT"
    feed["rss"] = (200, XML, many(25))
    assert read(source).new == 10
    feed["rss"] = (200, XML, rss(item("Old", "http://paper.example/old", "old", date=old)).encode())
    assert read(source, clock, HOUR).new == 0


def test_a_date_in_the_future_is_no_way_to_the_top(feed) -> None:
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (200, XML, rss(item(date="Mon, 16 Nov 2099 07:10:00 GMT")).encode())
    read(source)
    assert source.items.get().written_at == NOW


def test_validators_are_sent_back_and_a_304_is_cheap(feed, clock) -> None:
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (200, XML | {"ETag": 'W/"1"', "Last-Modified": "Mon, 16 Nov 2026 00:00:00 GMT"}, many(3))
    read(source)
    feed["rss"], Media.sent = (304, {}, b""), 0
    assert read(source, clock, HOUR).new == 0
    sent = Media.asked[-1][1]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('W/"1"', "Mon, 16 Nov 2026 00:00:00 GMT")
    assert Media.sent == 0 and sum(len(f"{name}: {value}") for name, value in sent.items()) < 700
    assert state_of(source).etag == 'W/"1"' and state_of(source).last_ok_at == NOW + HOUR


def test_a_304_takes_less_than_a_kilobyte_on_the_wire(feed, clock, monkeypatch) -> None:
    """Request and answer, with the headers that a large news site sends, and the longest validators that are kept."""
    passed = []
    spend, sendall = deadline.ByteBudget.spend, connection.MeteredSocket.sendall
    monkeypatch.setattr(deadline.ByteBudget, "spend", lambda self, n: (passed.append(n), spend(self, n))[1])
    monkeypatch.setattr(
        connection.MeteredSocket, "sendall", lambda self, data: (passed.append(len(data)), sendall(self, data))[1]
    )
    etag = f'W/"{"0123456789abcdef" * 8}"'
    headers = {"ETag": etag, "Last-Modified": "Mon, 16 Nov 2026 00:00:00 GMT", "Cache-Control": "public, max-age=1800"}
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (200, XML | headers, many(3))
    read(source)
    assert sum(passed) > 1000
    passed.clear()
    feed["rss"] = (304, headers | {"Vary": "Accept-Encoding", "Strict-Transport-Security": "max-age=63072000"}, b"")
    assert read(source, clock, HOUR).new == 0 and Media.asked[-1][1]["If-None-Match"] == etag
    assert 300 < sum(passed) <= 1000, sum(passed)


def test_other_validators_with_the_same_body_are_stored(feed, clock) -> None:
    source = make_source(feed="http://paper.example/rss")
    for etag in ('"1"', '"2"'):
        feed["rss"] = (200, XML | {"ETag": etag}, many(3))
        read(source, clock, HOUR)
        assert state_of(source).etag == etag
    # A server that sends none any more is asked without.
    feed["rss"] = (200, XML, many(3))
    read(source, clock, HOUR)
    assert state_of(source).etag == ""


def test_items_that_are_still_listed_stay_and_others_go_after_thirty_days(feed, clock) -> None:
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (200, XML, many(2))
    read(source)
    for reply in ((304, {}, b""), (200, XML, many(1))):
        feed["rss"] = reply
        read(source, clock, 20 * DAY)
    assert storing.delete_old_items() == 0
    clock.shift(20 * DAY)
    assert storing.delete_old_items() == 1
    assert source.items.get().title == "Title 0"


@pytest.mark.parametrize(
    ("gap", "wanted", "failures", "hours"),
    [
        (None, 0, 0, 0.5),
        (4 * HOUR, 0, 0, 1),
        (HOUR, 0, 0, 0.5),
        (40 * DAY, 0, 0, 24),
        (4 * HOUR, 3, 0, 3),
        (4 * HOUR, 900, 0, 24),
        (4 * HOUR, 0, 2, 4),
        (4 * HOUR, 0, 99, 24),
    ],
)
def test_the_interval_follows_the_source(gap, wanted: float, failures: int, hours: float) -> None:
    assert next_interval(gap, wanted * HOUR, failures) == hours * HOUR


@pytest.mark.parametrize(
    ("headers", "head", "hours"),
    [
        ({}, "", 0.5),
        ({"Cache-Control": "max-age=7200"}, "", 2),
        ({}, "<ttl>180</ttl>", 3),
        ({"Cache-Control": "max-age=99999999"}, "", 24),
    ],
)
def test_what_a_source_asks_for_is_kept(feed, headers, head: str, hours: float) -> None:
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (200, XML | headers, rss(item(), head=head).encode())
    read(source)
    assert hours * HOUR <= state_of(source).next_at - NOW <= 1.1 * hours * HOUR


def test_a_server_that_asks_to_wait_is_left_alone(feed) -> None:
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (429, {"Retry-After": "36000"}, b"")
    assert read(source).problem == "busy"
    assert state_of(source).next_at - NOW >= 10 * HOUR


def test_a_failing_source_is_asked_more_seldom_and_never_given_up(feed, clock) -> None:
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (500, {}, b"")
    for _poll in range(20):
        read(source, clock)
    state = state_of(source)
    assert state.next_at - timezone.now() <= 1.1 * DAY and state.failing_since == NOW + 2 * DAY
    assert Source.objects.read().filter(pk=source.pk).exists()
    [health] = all_health()
    assert health.needs_somebody and "Its server has a fault." in health.words
    feed["rss"] = (200, XML, many(1))
    read(source, clock)
    assert state_of(source).failing_since is None and state_of(source).failures == 0


def test_what_is_gone_is_told_and_not_asked_again(feed, clock) -> None:
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (410, {}, b"")
    read(source)
    clock.shift(30 * DAY)
    assert not rounds.due_states().exists()
    [health] = all_health()
    assert health.needs_somebody and "gone for good" in health.words[0]


def test_a_feed_that_moved_for_good_is_read_at_its_new_address(feed, clock) -> None:
    source = make_source(feed="http://paper.example/old")
    feed["old"], feed["new"] = (301, {"Location": "/new"}, b""), (200, XML, many(1))
    read(source)
    read(source, clock, HOUR)
    assert Source.objects.get(pk=source.pk).feed.endswith("/old")
    read(source, clock, 2 * DAY)
    assert Source.objects.get(pk=source.pk).feed == "http://paper.example/new"
    [health] = all_health()
    assert "http://paper.example/new" in health.words[-1]


def test_a_move_for_a_time_or_to_another_source_changes_nothing(feed, clock) -> None:
    source, other = make_source(feed="http://paper.example/old"), make_source(feed="http://paper.example/new")
    feed["new"] = (200, XML, many(1))
    for status in (302, 301):
        feed["old"] = (status, {"Location": "/new"}, b"")
        for _poll in range(4):
            read(source, clock)
    assert Source.objects.get(pk=source.pk).feed != other.feed


def test_silence_is_told(feed, clock) -> None:
    source = make_source(feed="http://paper.example/rss")
    dates = ("Sun, 15 Nov 2026 07:10:00 GMT", "Sun, 15 Nov 2026 19:10:00 GMT", "Mon, 16 Nov 2026 07:10:00 GMT")
    feed["rss"] = (
        200,
        XML,
        rss(*(item(f"T{n}", f"http://p.example/{n}", str(n), date=day) for n, day in enumerate(dates))).encode(),
    )
    read(source)
    assert not all_health()[0].needs_somebody
    read(source, clock, 2 * DAY)
    [health] = all_health()
    assert health.needs_somebody and "silent" in health.words[0]


def test_only_due_sources_are_read_each_host_by_one_thread(feed) -> None:
    due = [make_source(feed="http://a.example/rss"), make_source(feed="http://b.example/rss")]
    paused = make_source(feed="http://c.example/rss", state=Source.State.PAUSED)
    later = make_source(feed="http://d.example/rss")
    FetchState.objects.filter(source=later).update(next_at=NOW + HOUR)
    feed["rss"] = (200, XML, many(1))
    assert {outcome.source for outcome in rounds.read_due_sources()} == set(due)
    assert rounds.read_due_sources() == []
    assert paused.items.count() == later.items.count() == 0
    feeds = ("http://a.example/rss", "http://b.example/rss", "http://b.example/other")
    assert sorted(len(group) for group in apart.by_host([{"feed": feed} for feed in feeds])) == [1, 2]


def test_a_source_that_another_process_reads_is_left_alone(feed) -> None:
    source = make_source()
    FetchState.objects.filter(source=source).update(next_at=NOW + rounds.TAKEN_FOR)
    assert rounds.read_due_sources() == []


def test_a_document_that_breaks_the_parser_ends_no_round(feed, monkeypatch, caplog) -> None:
    broken, fine = make_source(feed="http://broken.example/rss"), make_source(feed="http://fine.example/rss")
    feed["rss"] = (200, XML, many(1))
    real = parsing.xml_feed

    def failing(body, content_type, url):
        if "broken" in url:
            raise RuntimeError("a fault")
        return real(body, content_type, url)

    monkeypatch.setattr(parsing, "xml_feed", failing)
    told = {outcome.source: outcome.problem for outcome in rounds.read_due_sources()}
    assert told == {broken: "no-feed", fine: ""}


def test_the_beat_records_one_round_when_a_source_is_due(feed) -> None:
    assert not rounds.record_round()
    make_source()
    assert rounds.record_round() and rounds.record_round()
    assert Event.objects.filter(kind=PRESS_ROUND.name).count() == 1


def test_the_command_reads_and_tells(feed) -> None:
    source = make_source(feed="http://paper.example/rss")
    feed["rss"] = (200, XML, many(2))
    told = StringIO()
    call_command("press", "poll", stdout=told)
    call_command("press", "poll", "--source", str(source.pk), stdout=told)
    call_command("press", "status", stdout=told)
    first, second, health = told.getvalue().splitlines()
    assert first.endswith("The Tonle Paper: 2 new") and second.endswith("0 new") and "It is read" in health
    with pytest.raises(CommandError):
        call_command("press", "poll", "--source", "999999")


def test_health_takes_one_query(django_assert_num_queries) -> None:
    for number in range(5):
        make_source(f"Paper {number}")
    with django_assert_num_queries(1):
        assert len(all_health()) == 5
