"""A mail's envelope, headers and bodies: what people typed adds no header, and no server cuts a letter."""

from __future__ import annotations

import email
import mailbox
from email import policy
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.core.mail import BadHeaderError
from hypothesis import example, given
from hypothesis import strategies as st

from mail.connection import open_connection
from mail.message import OutgoingMail, named_address

KHMER = "ស្ត្រីដែលលក់ត្រី និងបន្លែ សួរថា តើផ្សារថ្មីបើកថ្ងៃណា។"
BOARD = "gender@lists.example.org"
HEADERS = sorted(
    ["Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID"]
)


def written(outgoing: OutgoingMail) -> bytes:
    return outgoing.email_message().message().as_bytes(linesep="\r\n")


def mail_of(text: str, **fields: object) -> OutgoingMail:
    return OutgoingMail("her@example.org", "Hello", text, **fields)  # type: ignore[arg-type]


def test_the_envelope_is_apart_from_the_headers() -> None:
    headers = {
        "From": f"Sok · Neary <{BOARD}>",
        "To": BOARD,
        "Reply-To": "reply+x@lists.example.org",
        "Message-ID": "<a@b>",
    }
    outgoing = mail_of("Hello", sender="bounce+x@lists.example.org", headers=headers)
    message = outgoing.email_message()
    assert (message.from_email, message.recipients()) == ("bounce+x@lists.example.org", ["her@example.org"])
    read = email.message_from_bytes(written(outgoing), policy=policy.default)
    assert (read["From"], read["To"], read["Message-ID"]) == (f"Sok · Neary <{BOARD}>", BOARD, "<a@b>")
    assert read["Reply-To"] == "reply+x@lists.example.org"
    assert b"her@example.org" not in written(outgoing) and len(read.get_all("To")) == 1


@given(st.text(max_size=300))
@example("Sok\r\nBcc: all@example.org")
@example('"Sok" <boss@example.org>, Other')
@example("=?utf-8?b?Qk9TUw==?=")
@example(KHMER * 3)
@example("a\\")
def test_a_name_is_never_more_than_a_name(name: str) -> None:
    header = named_address(name, BOARD)
    read = email.message_from_bytes(written(mail_of("x", headers={"From": header})), policy=policy.default)
    (address,) = read["From"].addresses
    assert address.addr_spec == BOARD
    assert sorted(read.keys()) == HEADERS
    assert "\n" not in address.display_name


@pytest.mark.parametrize(
    "name", ["សុខ ស្រីនាង · Neary", 'Sok "S", of Takeo · Neary', "Sok (Takeo) · Neary", "a\\ · Neary"]
)
def test_a_name_is_read_as_it_was_typed(name: str) -> None:
    message = written(mail_of("x", headers={"From": named_address(name, BOARD)}))
    read = email.message_from_bytes(message, policy=policy.default)
    assert read["From"].addresses[0].display_name == name


@pytest.mark.parametrize("header", ["List-Id", "Subject", "To"])
def test_a_header_with_a_line_break_is_refused(header: str) -> None:
    outgoing = mail_of("x", headers={header: "a@example.org\r\nBcc: b@example.org"})
    with pytest.raises((BadHeaderError, ValueError)):
        written(outgoing)


TEXTS = [KHMER * 40, KHMER + "\u2028" + KHMER * 40, "a" * 3000, "short", f"{KHMER}\r\n\r{KHMER}\n", "\x85" * 999]


@pytest.mark.parametrize("text", TEXTS)
def test_no_line_is_too_long_and_the_text_comes_as_it_was(text: str) -> None:
    message = written(mail_of(text, html=f"<p>{text}</p>"))
    assert max(len(line) for line in message.split(b"\r\n")) <= 78
    assert message.isascii()
    plain, html = email.message_from_bytes(message).get_payload()
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    decoded = plain.get_payload(decode=True).decode().replace("\r\n", "\n")
    assert decoded == expected
    assert html.get_payload(decode=True).decode().replace("\r\n", "\n") == f"<p>{expected}</p>"


def test_khmer_is_right_when_a_mailbox_is_read(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    box.add(written(mail_of(KHMER, language="km", headers={"From": named_address(KHMER[:20], BOARD)})))
    box.flush()
    (read,) = mailbox.mbox(tmp_path / "box")
    content = read.get_payload(decode=True)
    assert isinstance(content, bytes) and content.decode() == KHMER
    # Not by policy.default, which puts a blank between encoded words (python/cpython#92081).
    assert str(make_header(decode_header(read["From"]))) == f"{KHMER[:20]} <{BOARD}>"
    assert read["Content-Language"] == "km"


def test_a_kept_mail_says_whose_it_is(tmp_path: Path, settings: object) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "mail.filebased.EmailBackend", str(tmp_path)  # type: ignore[attr-defined]
    django_mail.outbox = []
    with open_connection() as connection:
        for text in ("one", KHMER):
            connection.send(mail_of(text, sender="bounce+x@lists.example.org", headers={"To": BOARD}))
    (file,) = tmp_path.iterdir()
    parts = file.read_bytes().split(b"-" * 79 + b"\n")
    first, second = (email.message_from_bytes(part) for part in parts[:2])
    assert (first["Return-Path"], first["Delivered-To"]) == ("<bounce+x@lists.example.org>", "her@example.org")
    assert first["To"] == BOARD and second.get_payload(decode=True).decode().strip() == KHMER  # type: ignore[union-attr]
