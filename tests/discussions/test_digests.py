"""Digests of a board: each post once, once a period whatever the clocks, what is public when it is sent."""

from __future__ import annotations

import datetime as dt
import email
import re
from datetime import timedelta
from email.header import decode_header, make_header
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussions import addresses
from discussions.addresses import AddressKind, SignedAddress
from discussions.mailing import digests
from discussions.mailing.digest_mail import LONGEST_TEXT, digest_mail, shortened
from discussions.mailing.digests import digest_news, record_due_digests
from discussions.mailing.headers import MARK
from discussions.models import Block, Board, Delivery, MutedThread, Participant, Post, Subscription
from discussions.services.mail_choice import choose_rhythm
from discussions.services.publishing import close_post, publish_post
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from tests.outbox.conftest import make_all_due  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

DOMAIN = "lists.example.org"
# A Monday.
MONDAY = dt.datetime(2026, 11, 30, 7, 30, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
KHMER = "ស្ត្រីដែលលក់ត្រី សួរថា តើផ្សារថ្មីបើកថ្ងៃណា។"


@pytest.fixture(autouse=True)
def monday(settings: Any, portal: Any, time_machine: Any) -> None:
    settings.DISCUSSIONS_MAIL_DOMAIN = DOMAIN
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"
    time_machine.move_to(MONDAY)
    mail.outbox = []


@pytest.fixture
def board() -> Board:
    return make_board(name_en="Gender", name_km="ក្តារយេនឌ័រ")


@pytest.fixture
def author(db: None) -> Participant:
    return make_participant("សុខ ស្រីនាង")


def subscribe(board: Board, rhythm: str = "daily", **fields: Any) -> Subscription:
    return Subscription.objects.create(participant=make_participant("Reader", **fields), board=board, rhythm=rhythm)


@pytest.fixture
def sent(drain: Any) -> Any:
    """Do what beat does, and give the mails that this brought."""

    def sent() -> list[Any]:
        mail.outbox.clear()
        drain()
        record_due_digests()
        drain()
        return of_boards()

    return sent


def of_boards() -> list[Any]:
    """The mails of boards that were sent; the desk's are others' matter."""
    return [message for message in mail.outbox if "List-Id" in message.extra_headers]


@pytest.fixture
def next_day(time_machine: Any) -> Any:
    return lambda days=1: time_machine.shift(timedelta(days=days))


def html_of(message: Any) -> str:
    return str(message.alternatives[0][0])


def test_what_is_new_comes_the_next_morning_and_once(board, author, sent, next_day):
    subscribe(board)
    assert not sent()
    thread = make_thread(board, author, "The market", "One.")
    make_post(thread, author, "Two.")
    assert not sent(), "The day is dealt with."
    next_day()
    (message,) = sent()
    assert message.subject == "Gender: 2 new posts"
    assert "One." in message.body and "Two." in message.body and "The market" in html_of(message)
    assert "2 new · 2 in all" in html_of(message) and "Once a day · 1 December 2026" in message.body
    assert not sent()
    next_day()
    assert not sent(), "Nothing is sent where nothing is new."
    assert not Delivery.objects.filter(sent_at=None).exists()


def test_a_week_is_one_mail_on_monday_and_mails_wait_for_the_morning(board, author, sent, next_day, time_machine):
    subscribe(board, "weekly")
    assert not sent()
    thread = make_thread(board, author)
    for _ in range(6):
        next_day()
        make_post(thread, author)
        assert not sent()
    time_machine.move_to(MONDAY.replace(hour=6, minute=59) + timedelta(days=7))
    assert not sent()
    time_machine.move_to(MONDAY.replace(hour=7, minute=0) + timedelta(days=7))
    (message,) = sent()
    assert message.subject == "Gender: 7 new posts"


def test_a_post_that_waited_for_an_editor_comes_after_its_publication(board, author, sent, next_day):
    """By its number it is older than what the last digest told of."""
    reader = subscribe(board).participant
    thread = make_thread(board, author)
    held = make_post(thread, author, "Held.", public=False)
    make_post(thread, author, "Later.")
    next_day()
    # Editors are told of the post that waits.
    (message,) = [each for each in sent() if reader.email in each.recipients()]
    assert "Later." in message.body and "Held." not in message.body
    publish_post(held)
    next_day()
    (message,) = sent()
    assert "Held." in message.body and "Later." not in message.body


def test_a_clock_that_jumps_doubles_and_loses_nothing(board, author, sent, next_day, drain):
    subscribe(board)
    thread = make_thread(board, author, text="First.")
    drain()
    next_day(500)
    assert len(sent()) == 1
    next_day(-499)
    make_post(thread, author, "Second.")
    (message,) = sent()
    assert "Second." in message.body and "First." not in message.body
    assert not sent()


def test_the_headers_and_an_address_for_each_thread(board, author, sent, next_day):
    reader = subscribe(board, language="km")
    posts = []
    for title in ("One", "Two"):
        thread = make_thread(board, author, title)
        posts.append(make_post(thread, author, KHMER))
    next_day()
    (message,) = sent()
    read = email.message_from_bytes(message.message().as_bytes())
    headers = {name: str(make_header(decode_header(value))) for name, value in read.items()}
    assert headers["From"] == f"ក្តារយេនឌ័រ · Neary <gender@{DOMAIN}>" and headers["To"] == f"ក្តារយេនឌ័រ <gender@{DOMAIN}>"
    assert headers["Subject"] == "ក្តារយេនឌ័រ៖ សារថ្មី ៤" and headers["Content-Language"] == "km"
    assert (
        headers["Message-ID"] == f"<digest.{reader.pk}.20261201@{DOMAIN}>"
        and headers["List-Id"] == f"<gender.{DOMAIN}>"
    )
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" and "Reply-To" not in headers
    assert MARK not in message.body
    assert addresses.read_address(message.from_email) == SignedAddress(AddressKind.BOUNCE, 0, reader.pk)
    for post in posts:
        assert addresses.reply_address(post.pk, reader.pk) in message.body
        assert f"mailto:{addresses.reply_address(post.pk, reader.pk)}?subject=Re%3A%20" in html_of(message)
    everything = " ".join([*map(str, headers.values()), message.body, html_of(message)])
    assert reader.participant.email not in everything and author.email not in everything
    assert re.search(r"\nhttp://testserver/km/discussions/mail/[\w:-]+/\n", message.body)
    assert KHMER in message.body


def test_an_answer_to_a_digest_of_one_thread_goes_to_it(board, author, sent, next_day):
    reader = subscribe(board)
    thread = make_thread(board, author)
    newest = make_post(thread, author)
    next_day()
    (message,) = sent()
    assert message.message()["Reply-To"] == addresses.reply_address(newest.pk, reader.pk)
    # What is quoted under this line is known to be ours.
    assert message.body.startswith("## Neary · write your answer above this line ##\n") and MARK in html_of(message)


@pytest.mark.parametrize("fate", ["hidden", "withdrawn", "muted", "blocked", "board", "all"])
def test_what_closes_before_sending_is_in_no_mail(board, author, drain, next_day, fate):
    reader = subscribe(board)
    other = make_participant("Other")
    gone = make_thread(board, other, "Gone", "Gone.")
    make_thread(board, author, "Stays", "Stays.")
    drain()
    next_day()
    assert record_due_digests() == 1
    if fate in ("hidden", "withdrawn"):
        close_post(gone.posts.get(), Post.State(fate))
    elif fate == "muted":
        MutedThread.objects.create(participant=reader.participant, thread=gone)
    elif fate == "blocked":
        Block.objects.create(participant=reader.participant, blocked=other, name=other.name)
    elif fate == "board":
        Board.objects.update(is_hidden=True)
    else:
        Post.objects.update(state=Post.State.HIDDEN)
    drain()
    if fate in ("board", "all"):
        assert not of_boards()
    else:
        (message,) = of_boards()
        assert "Stays." in message.body and "Gone." not in message.body + html_of(message)
        assert message.subject == "Gender: 1 new post"
    assert not Delivery.objects.filter(sent_at=None).exists()


def test_her_own_posts_are_in_no_digest_of_hers(board, sent, next_day):
    reader = subscribe(board)
    make_thread(board, reader.participant)
    next_day()
    assert not sent()


@pytest.mark.parametrize("state", ["paused", "blocked"])
def test_who_is_paused_or_blocked_gets_none(board, author, drain, next_day, state):
    reader = subscribe(board)
    make_thread(board, author)
    drain()
    next_day()
    record_due_digests()
    Participant.objects.filter(pk=reader.participant_id).update(state=state)
    drain()
    assert not of_boards()


def test_a_retry_has_the_same_posts_and_message_id(board, author, drain, next_day, make_all_due, monkeypatch):  # noqa: F811
    """The process dies after the server's yes; a post that is published meanwhile is in the next digest."""
    from outbox.services import drain as drain_some

    class Killed(BaseException):
        pass

    subscribe(board)
    thread = make_thread(board, author, text="First.")
    drain()
    next_day()
    record_due_digests()

    def die(rows: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("discussions.mailing.handlers.mark_sent", die)
        with pytest.raises(Killed):
            drain_some()
    make_post(thread, author, "Second.")
    make_all_due()
    drain()
    first, second = of_boards()
    assert first.message()["Message-ID"] == second.message()["Message-ID"]
    assert "Second." not in second.body
    next_day()
    record_due_digests()
    drain()
    assert "Second." in of_boards()[2].body and "First." not in of_boards()[2].body


def test_what_waits_comes_also_after_a_change_to_each_post(board, author, sent, next_day, drain):
    reader = subscribe(board)
    thread = make_thread(board, author, text="Waits.")
    drain()
    choose_rhythm(reader, "each")
    make_post(thread, author, "At once.")
    drain()
    (message,) = of_boards()
    assert "At once." in message.body
    next_day(2)
    (message,) = sent()
    assert "Waits." in message.body and "At once." not in message.body
    next_day()
    assert not sent()


def test_fifty_digests_are_one_event_and_each_reader_gets_one(board, author, sent, next_day, monkeypatch):
    monkeypatch.setattr(digests, "BATCH", 3)
    readers = [subscribe(board) for _ in range(7)]
    make_thread(board, author)
    next_day()
    messages = sent()
    assert sorted(message.to[0] for message in messages) == sorted(each.participant.email for each in readers)


def test_a_long_digest_is_cut_and_says_so(board, author, sent, next_day, monkeypatch):
    monkeypatch.setattr(digests, "MAX_POSTS", 3)
    subscribe(board)
    thread = make_thread(board, author, text=f"{KHMER}\n" * 200)
    for number in range(4):
        make_post(thread, author, f"Number {number}.")
    next_day()
    (message,) = sent()
    assert message.subject == "Gender: 5 new posts" and "And 2 more:" in message.body
    assert message.body.count("Number ") == 2 and "Read the rest:" in message.body
    assert not Delivery.objects.filter(sent_at=None).exists()


def test_a_text_is_cut_at_a_line_and_a_word() -> None:
    text = f"{KHMER}\n" * 200
    cut = shortened(text)
    assert len(cut) <= LONGEST_TEXT + len(KHMER) and cut.endswith("…") and cut.startswith(f"{KHMER}\n{KHMER}\n")
    assert shortened("Short.\n\nText.") == "Short.\n\nText."


def test_a_digest_costs_the_same_for_many_posts(board, author, drain, next_day):
    reader = subscribe(board)

    def cost() -> int:
        found = Subscription.objects.select_related("participant", "board__organization").get(pk=reader.pk)
        with CaptureQueriesContext(connection) as captured:
            digest_mail(found, digest_news(found, 10**9), MONDAY.date())
        return len(captured.captured_queries)

    make_thread(board, author)
    drain()
    few = cost()
    for title in ("One", "Two", "Three"):
        thread = make_thread(board, author, title)
        for _ in range(5):
            make_post(thread, author)
    drain()
    assert cost() == few <= 4


def test_recording_costs_the_same_for_many_readers(board, author, drain, next_day):
    def cost() -> int:
        make_thread(board, author)
        drain()
        next_day()
        with CaptureQueriesContext(connection) as captured:
            record_due_digests()
        drain()
        return len(captured.captured_queries)

    subscribe(board)
    few = cost()
    for _ in range(30):
        subscribe(board)
    assert cost() == few <= 18
