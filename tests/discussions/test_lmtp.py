"""The LMTP server knows its addresses without the database, and says yes to a mail only once it is stored."""

from __future__ import annotations

import asyncio
import io
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from discussions.addresses import bounce_address, reply_address
from discussions.incoming_limits import LONGEST_MAIL, too_much
from discussions.lmtp import handler as lmtp_handler
from discussions.lmtp import heartbeat, recipients
from discussions.lmtp.handler import KNOWN, LATER, TAKEN, TOO_MANY, UNKNOWN, LmtpHandler
from discussions.lmtp.listening import read_place
from discussions.models import IncomingMail
from outbox.models import Event
from tests.discussions.factories import make_board

pytestmark = pytest.mark.django_db

MAIL = b"From: sok@readers.test\r\nSubject: Night shifts\r\n\r\nWe need light.\r\n"


@pytest.fixture(autouse=True)
def mail_domain(settings):
    settings.DISCUSSIONS_MAIL_DOMAIN = "lists.test"


@pytest.fixture
def handler(monkeypatch):
    """A handler that works for one test in its own thread: another would not see the test's transaction."""

    async def in_thread(self, work):
        return work()

    monkeypatch.setattr(LmtpHandler, "in_thread", in_thread)
    return LmtpHandler(executor=None)


def result_of(coroutine):
    """Return what a coroutine that waits for nothing returns; a loop would have a database connection of its own."""
    with pytest.raises(StopIteration) as ended:
        coroutine.send(None)
    return ended.value.value


def answer_to(handler: LmtpHandler, address: str, known: list[str] | None = None) -> str:
    envelope = SimpleNamespace(rcpt_tos=[] if known is None else known)
    return result_of(handler.handle_RCPT(None, None, envelope, address, []))


def bring(handler: LmtpHandler, addresses: list[str], raw: bytes = MAIL) -> list[str]:
    envelope = SimpleNamespace(rcpt_tos=addresses, content=raw, original_content=raw)
    return result_of(handler.handle_DATA(None, None, envelope)).split("\r\n")


def test_signed_addresses_are_known_without_the_database(handler, django_assert_num_queries):
    forged = reply_address(5, 7).replace("reply+", "bounce+")
    others = [forged, "reply+aaaa@lists.test", reply_address(5, 7).replace("lists.test", "lists.example")]
    with django_assert_num_queries(0):
        for address in (reply_address(5, 7), bounce_address(0, 7), reply_address(5, 7).upper()):
            assert answer_to(handler, address) == KNOWN
        for address in others:
            assert answer_to(handler, address) == UNKNOWN


def test_boards_are_known_from_a_cache_that_a_new_board_enters_soon(handler, monkeypatch, django_assert_num_queries):
    make_board("gender")
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(recipients, "time", SimpleNamespace(monotonic=lambda: clock.now))
    with django_assert_num_queries(1):
        assert answer_to(handler, "gender@lists.test") == KNOWN
        assert answer_to(handler, "Gender@Lists.Test") == KNOWN
        assert answer_to(handler, "water@lists.test") == UNKNOWN
    make_board("water")
    clock.now += 3
    assert answer_to(handler, "water@lists.test") == KNOWN


def test_while_the_database_is_away_known_boards_stay_and_others_are_asked_for_later(handler, monkeypatch):
    make_board("gender")
    assert answer_to(handler, "gender@lists.test") == KNOWN

    def away(*_args, **_more):
        raise OperationalError

    monkeypatch.setattr(recipients.Board.objects, "values_list", away)
    monkeypatch.setattr(handler.boards, "_read_at", -1000.0)
    assert answer_to(handler, "gender@lists.test") == KNOWN
    assert answer_to(LmtpHandler(executor=None), "gender@lists.test") == LATER
    assert answer_to(handler, reply_address(5, 7)) == KNOWN
    assert answer_to(handler, "gender@lists.test", ["x@lists.test"] * 100) == TOO_MANY


def test_a_mail_is_stored_with_its_event_once_for_each_recipient(handler):
    first, second = reply_address(5, 7), bounce_address(5, 8)
    assert bring(handler, [first, second]) == [TAKEN, TAKEN]
    # A mail server that heard no answer brings it again, maybe in other letters.
    assert bring(handler, [first.upper()]) == [TAKEN]

    mails = IncomingMail.objects.order_by("pk")
    assert [mail.recipient for mail in mails] == [first, second]
    assert all(bytes(mail.raw) == MAIL and mail.state == "unread" for mail in mails)
    events = Event.objects.filter(kind="discussions.mail_received").order_by("pk")
    assert [event.payload for event in events] == [{"mail": mail.pk} for mail in mails]


def test_an_answer_to_all_is_one_mail_of_whom_the_signed_address_names(handler):
    make_board("gender")
    assert bring(handler, ["gender@lists.test", reply_address(5, 7)]) == [TAKEN, TAKEN]
    assert [mail.recipient for mail in IncomingMail.objects.all()] == [reply_address(5, 7)]
    assert bring(handler, ["gender@lists.test"], MAIL + b"More.\r\n") == [TAKEN]
    assert IncomingMail.objects.filter(recipient="gender@lists.test").count() == 1


def test_a_mail_that_cannot_be_stored_leaves_nothing_that_would_answer_yes_to_the_next_try(handler, monkeypatch):
    def away(*_args, **_more):
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr("discussions.services.mail_in.receiving.record", away)
        assert bring(handler, [reply_address(5, 7), reply_address(5, 8)]) == [LATER, LATER]
    assert not IncomingMail.objects.exists()
    assert bring(handler, [reply_address(5, 7)]) == [TAKEN]
    assert IncomingMail.objects.count() == 1
    assert result_of(handler.handle_exception(ValueError())) == LATER


@pytest.mark.parametrize(
    ("raw", "verdict"),
    [
        (b"Subject: a\r\n\r\n" + b'Content-Type: multipart/mixed; BOUNDARY="b"\r\n' * 101, "too_many_parts"),
        (b"".join(b"X-%d: a\n" % number for number in range(301)) + b"\nText", "too_many_headers"),
        (b"Subject: " + b"a" * 300_000 + b"\r\n\r\nText", "too_many_headers"),
        (b"X" * 300_000, "too_many_headers"),
        (b"Subject: a\r\n\r\n" + b"a" * LONGEST_MAIL, "too_many_bytes"),
    ],
)
def test_of_a_mail_that_must_not_be_parsed_nothing_but_its_fault_is_kept(handler, raw, verdict):
    assert too_much(raw) == verdict
    assert bring(handler, [reply_address(5, 7)], raw) == [TAKEN]
    mail = IncomingMail.objects.get()
    assert (mail.verdict, mail.raw) == (verdict, None)


def test_what_is_within_the_limits_may_be_parsed():
    headers = b"".join(b"X-%d: a\r\n b: folded\r\n" % number for number in range(299))
    assert too_much(headers + b"\r\n" + b"<br>" * 500_000 + b"\r\n" + b"boundary=" * 100) is None
    assert too_much(b"") is None


def test_the_thread_of_a_mail_closes_its_connections(monkeypatch):
    closed = []
    monkeypatch.setattr(lmtp_handler.connections, "close_all", lambda: closed.append(True))

    class Executor:
        def submit(self, function, *arguments):
            raise AssertionError

    async def run():
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(loop, "run_in_executor", lambda executor, work: asyncio.sleep(0, work()))
        assert await LmtpHandler(Executor()).in_thread(lambda: 5) == 5

    # In a thread of its own: a browser test before this one leaves a loop running in the main thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result(timeout=30)
    assert closed == [True]


@pytest.mark.parametrize(
    "text", ["0.0.0.0:25", "192.168.1.4:8024", "localhost:8024", "[::]:8024", "127.0.0.1", "127.0.0.1:0", "unix:lmtp"]
)
def test_only_this_machine_may_bring_mail(text, settings):
    with pytest.raises(ValueError):
        read_place(text)
    with pytest.raises(CommandError):
        call_command("lmtp", listen=text)


def test_places_of_this_machine_are_read():
    assert [str(read_place(text)) for text in ("127.0.0.1:8024", "[::1]:8024", "unix:/run/neary/lmtp")] == [
        "127.0.0.1:8024",
        "::1:8024",
        "unix:/run/neary/lmtp",
    ]


def test_mail_that_is_switched_off_is_not_taken(settings):
    settings.DISCUSSIONS_MAIL_DOMAIN = ""
    with pytest.raises(CommandError, match="switched off"):
        call_command("lmtp")


def test_a_sign_of_life_is_seen_by_others():
    assert heartbeat.is_silent() and heartbeat.last_beat() is None
    heartbeat.record_beat()
    assert not heartbeat.is_silent()


def test_one_mail_is_taken_by_hand(monkeypatch):
    make_board("gender")
    written = io.StringIO()
    for expected in ("Taken.", "This mail was taken before."):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(MAIL)))
        call_command("receive", "gender@lists.test", stdout=written)
        assert expected in written.getvalue()
    with pytest.raises(CommandError, match="no such address"):
        call_command("receive", "nobody@lists.test")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"a" * (LONGEST_MAIL + 1))))
    with pytest.raises(CommandError, match="longer"):
        call_command("receive", "gender@lists.test")
