"""One connection for many mails: what the server refuses, for one of them or for all, and what errors tell."""

from __future__ import annotations

import smtplib
from typing import Any, ClassVar

import pytest
from django.core.mail.backends import smtp

from mail.connection import ContentRefusedError, MailboxRefusedError, NotSentError, open_connection
from mail.message import OutgoingMail


class Server:
    """A mail server, as smtplib's client shows it: it takes all, or answers what a test says."""

    opened: ClassVar[list[Server]] = []
    answer: ClassVar[BaseException | None] = None

    def __init__(self, *args: Any, timeout: float, **kwargs: Any) -> None:
        self.timeout, self.is_open = timeout, True
        self.taken: list[tuple[str, list[str], bytes]] = []
        self.opened.append(self)

    def sendmail(self, sender: str, recipients: list[str], message: bytes) -> None:
        if Server.answer:
            raise Server.answer
        self.taken.append((sender, recipients, message))

    def quit(self) -> None:
        self.is_open = False

    def close(self) -> None:
        self.is_open = False


class Backend(smtp.EmailBackend):
    connection_class = Server  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = "tests.mail.test_connection.Backend"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    monkeypatch.setattr(Server, "opened", [])
    monkeypatch.setattr(Server, "answer", None)


def mail_to(number: int) -> OutgoingMail:
    return OutgoingMail(f"{number}@example.org", "Hello", "x", sender=f"bounce+{number}@lists.example.org")


def test_fifty_mails_take_one_connection() -> None:
    with open_connection() as connection:
        for number in range(50):
            connection.send(mail_to(number))
    (server,) = Server.opened
    assert [(sender, to) for sender, to, _message in server.taken] == [
        (f"bounce+{number}@lists.example.org", [f"{number}@example.org"]) for number in range(50)
    ]
    assert not server.is_open and 0 < server.timeout <= 30


REFUSED = [
    (550, b"5.1.1 No such user", True),
    (550, b"no such user", True),
    (552, b"5.2.2 Mailbox full", True),
    (550, b"5.7.1 Your server is on a blocklist", False),
    (450, b"4.2.0 Greylisted", False),
    (421, b"closing", False),
]


@pytest.mark.parametrize(("code", "text", "is_permanent"), REFUSED)
def test_a_refused_mailbox_is_one_mails_matter(code: int, text: bytes, is_permanent: bool) -> None:
    with open_connection() as connection:
        Server.answer = smtplib.SMTPRecipientsRefused({"1@example.org": (code, text)})
        with pytest.raises(MailboxRefusedError) as refused:
            connection.send(mail_to(1))
        assert refused.value.is_permanent is is_permanent
        Server.answer = None
        connection.send(mail_to(2))
    assert len(Server.opened) == 1 and len(Server.opened[0].taken) == 1


ERRORS = [
    (smtplib.SMTPRecipientsRefused({"1@example.org": (550, b"1@example.org unknown")}), MailboxRefusedError),
    (smtplib.SMTPDataError(554, b"spam for 1@example.org"), ContentRefusedError),
    (smtplib.SMTPSenderRefused(550, b"no", "bounce+1@lists.example.org"), NotSentError),
    (smtplib.SMTPServerDisconnected("1@example.org"), NotSentError),
]


@pytest.mark.parametrize(("error", "expected"), ERRORS, ids=lambda value: getattr(value, "__name__", ""))
def test_no_error_names_an_address(error: Exception, expected: type[NotSentError]) -> None:
    Server.answer = error
    with open_connection() as connection, pytest.raises(expected) as raised:
        connection.send(mail_to(1))
    assert "@" not in f"{raised.value}{raised.value!r}" and raised.value.__suppress_context__


def test_what_was_taken_before_the_connection_broke_stays_taken() -> None:
    with open_connection() as connection:
        connection.send(mail_to(1))
        Server.answer = smtplib.SMTPServerDisconnected("gone")
        with pytest.raises(NotSentError):
            connection.send(mail_to(2))
    assert len(Server.opened[0].taken) == 1 and not Server.opened[0].is_open
