"""Mails are read whatever their bytes: charsets that lie, broken headers, too much of everything."""

from __future__ import annotations

import base64
from email.message import Message
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussions.incoming import html_text, parts
from discussions.incoming.charsets import decode
from discussions.incoming.headers import read_headers
from discussions.incoming.html_text import html_to_text
from discussions.incoming.kinds import MailKind
from discussions.incoming.parsing import Doubt, parse_mail
from discussions.incoming.trimming.trim import trim_quote
from discussions.incoming_limits import MOST_HEADERS
from tests.discussions.incoming.samples import load, sent_mail

SAMPLES = load()
HEAD = b"From: Bopha <bopha@women.example.org>\r\nMessage-ID: <1@women.example.org>\r\n"
KHMER = "ស្ត្រីទាំងអស់មានសិទ្ធិស្មើគ្នា"
REPORT = (
    b"From: MAILER-DAEMON@mx.example.net\r\nReturn-Path: <>\r\nSubject: Undelivered\r\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nIt failed.\r\n"
    b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"
    b"Final-Recipient: rfc822; bopha@women.example.org\r\nAction: %s\r\nStatus: %s\r\n\r\n--b--\r\n"
)


@pytest.fixture(autouse=True)
def mail_domain(settings: Any) -> None:
    settings.DISCUSSIONS_MAIL_DOMAIN = "lists.example.org"


def with_header(name: str, value: str) -> bytes:
    return HEAD + f"{name}: {value}\r\n\r\ntext".encode()


@pytest.mark.parametrize(
    ("data", "charset", "wanted", "is_doubtful"),
    [
        (KHMER.encode(), "us-ascii", KHMER, True),
        (KHMER.encode(), None, KHMER, True),
        (KHMER.encode(), "no-such-charset", KHMER, True),
        (KHMER.encode(), "iso-8859-1", KHMER, True),
        (KHMER.encode(), "utf-16", KHMER, True),
        (KHMER.encode(), "rot13", KHMER, True),
        (KHMER.encode(), "punycode", KHMER, True),
        (KHMER.encode("utf-16-le"), "utf-16", KHMER, False),
        ((KHMER + " \n").encode("utf-16-be"), "utf-16", KHMER + " \n", False),
        (KHMER.encode("utf-16"), "utf-8", KHMER, False),
        ("“café” €".encode("cp1252"), "iso-8859-1", "“café” €", False),
        ("“café” €".encode("cp1252"), "utf-8", "“café” €", True),
        ((KHMER * 9).encode() + b"\xe1", "utf-8", KHMER * 9 + "\ufffd", True),
        (b"a\x00\x07b\r\nc\rd", "utf-8", "ab\nc\nd", False),
    ],
)
def test_charsets_that_lie(data: bytes, charset: str | None, wanted: str, is_doubtful: bool) -> None:
    assert decode(data, charset) == (wanted, is_doubtful)


def test_what_a_mail_lacks_is_said() -> None:
    parsed = parse_mail(b"Subject: x\r\nFrom: a@b.example\r\nFrom: c@d.example\r\n\r\ntext")

    assert (parsed.text, parsed.sender, parsed.message_id, parsed.date) == ("text", "", "", None)
    assert set(parsed.doubts) == {Doubt.SENDER, Doubt.MESSAGE_ID, Doubt.DATE}


def test_several_senders_in_one_header_are_nobody() -> None:
    parsed = parse_mail(b"From: a@b.example, c@d.example\r\n\r\ntext")

    assert parsed.sender == ""


def test_references_have_the_nearest_first() -> None:
    parsed = parse_mail(HEAD + b"References: <1@a> <2@a>\r\n <3@a>\r\nIn-Reply-To: <3@a>\r\n\r\ntext")

    assert parsed.references == ("<3@a>", "<2@a>", "<1@a>")


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("Auto-Submitted", "auto-replied (vacation)", MailKind.AUTO_REPLY),
        ("Auto-Submitted", "no", MailKind.NORMAL),
        ("Precedence", "bulk", MailKind.AUTO_REPLY),
        ("Precedence", "list", MailKind.NORMAL),
        ("X-Autorespond", "yes", MailKind.AUTO_REPLY),
        ("X-Auto-Response-Suppress", "All", MailKind.NORMAL),
        ("Return-Path", "<>", MailKind.AUTO_REPLY),
        ("Subject", "Out of office work for women", MailKind.NORMAL),
        ("List-Id", "<other.lists.example.net>", MailKind.LOOP),
        ("X-Loop", "gender@lists.example.org", MailKind.LOOP),
        ("X-Loop", "gender@elsewhere.example", MailKind.NORMAL),
    ],
)
def test_kinds_are_known_by_headers_alone(name: str, value: str, kind: MailKind) -> None:
    assert parse_mail(with_header(name, value)).kind == kind


def test_our_own_mail_that_came_back_is_a_loop() -> None:
    assert parse_mail(b"From: a@b.example\r\nMessage-ID: <post.3@lists.example.org>\r\n\r\n").kind == MailKind.LOOP


@pytest.mark.parametrize(
    ("action", "status", "is_permanent"), [(b"failed", b"5.1.1", True), (b"delayed", b"4.2.2", False)]
)
def test_bounces_say_how_bad_it_is(action: bytes, status: bytes, is_permanent: bool) -> None:
    parsed = parse_mail(REPORT % (action, status))

    assert (parsed.kind, parsed.is_permanent) == (MailKind.BOUNCE, is_permanent)


def test_a_receipt_is_no_bounce() -> None:
    receipt = REPORT.replace(b"delivery-status", b"disposition-notification") % (b"x", b"x")

    assert parse_mail(receipt.replace(b"MAILER-DAEMON", b"bopha").replace(b"<>", b"x")).kind == MailKind.AUTO_REPLY


def test_a_mail_of_thousands_of_parts_has_its_headers_alone() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2000))
    parsed = parse_mail(HEAD + nested)

    assert (parsed.sender, parsed.text) == ("bopha@women.example.org", "")
    assert Doubt.TOO_MUCH in parsed.doubts


def test_five_thousand_headers_are_not_all_read() -> None:
    parsed = parse_mail(HEAD + b"".join(b"X-H%d: x\r\n" % n for n in range(5000)) + b"\r\ntext")

    assert (parsed.sender, parsed.text) == ("bopha@women.example.org", "")
    assert len(read_headers(HEAD + b"X: y\r\n" * 5000 + b"\r\n").items()) <= MOST_HEADERS


def test_of_many_parts_no_more_are_looked_at_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    real = parts.read_headers

    def counting(head: bytes) -> Message:
        read.append(head)
        return real(head)

    monkeypatch.setattr(parts, "read_headers", counting)
    parse_mail(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 5000)

    assert len(read) <= parts.MOST_PARTS + 3


def test_html_is_cut_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    tags: list[str] = []
    real = html_text.HtmlText.start

    def counting(self: html_text.HtmlText, tag: Any, attributes: Any) -> None:
        tags.append(tag)
        real(self, tag, attributes)

    monkeypatch.setattr(html_text.HtmlText, "start", counting)
    parsed = parse_mail(HEAD + b"Content-Type: text/html\r\n\r\n" + b"<br>" * 500_000)

    assert Doubt.CUT_OFF in parsed.doubts
    assert len(tags) <= html_text.LONGEST_HTML / 4 + 10


def test_the_rest_of_a_long_text_is_said_to_be_cut() -> None:
    parsed = parse_mail(HEAD + b"\r\n" + b"x\r\n" * 9000)

    assert len(parsed.text.split("\n")) == 5000
    assert Doubt.CUT_OFF in parsed.doubts


def test_html_is_read_as_it_is_seen() -> None:
    page = (
        "<head><title>t</title><style>p{}</style></head><body><div style='display:none'>hidden<br>line</div>"
        "<p>One<br>two</p><ul><li>three<li>four</ul><blockquote>five<blockquote>six</blockquote></blockquote>"
        "<table><tr><td>a</td><td>b</td></tr></table><a href='https://example.org/x'>link</a>"
        "<a href='javascript:x()'>script</a> <a href='https://example.org'>example.org</a><script>x()</script></body>"
    )

    assert html_to_text(page) == (
        "One\ntwo\n\n- three\n- four\n\n> five\n>> six\na b\nlink <https://example.org/x>script example.org"
    )


def test_deep_nesting_raises_nothing() -> None:
    assert html_to_text("<div>" * 30_000 + "deep") == "deep"
    assert html_to_text("<blockquote>" * 15_000 + "deep").endswith("> deep")


def test_a_broken_boundary_loses_no_text() -> None:
    parsed = parse_mail(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\nno part at all")

    assert parsed.text == "no part at all"


@given(st.data())
def test_no_bytes_raise_an_error(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(SAMPLES)).raw)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(raw)))
        span = data.draw(st.integers(0, 40))
        piece = data.draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from(
                    [
                        b"=?",
                        b"?=",
                        b"\r\n\r\n",
                        b"\n ",
                        b"boundary=",
                        b";",
                        b'"',
                        b"(",
                        b"\x00",
                        b"\xff\xfe",
                        b"--=_part",
                    ]
                ),
            )
        )
        raw[at : at + span] = piece
    for sent in (None, sent_mail("en")):
        trimmed = trim_quote(parse_mail(bytes(raw)), sent)
        assert len(trimmed.kept) <= 200_000


@given(st.binary(max_size=400))
def test_no_noise_raises_an_error(noise: bytes) -> None:
    parse_mail(noise)
    parse_mail(HEAD + b"Content-Type: text/html; charset=" + noise[:20] + b"\r\n\r\n" + noise)
    parse_mail(b"From: " + noise + b"\r\nSubject: =?" + noise[:9] + b"?B?" + base64.b64encode(noise) + b"?=\r\n\r\n")
