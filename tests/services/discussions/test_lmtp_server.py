"""A real Postfix brings mails to the real LMTP server: what is unknown is refused at RCPT, what is taken is stored."""

from __future__ import annotations

import signal
import smtplib
import socket
import sys
from pathlib import Path

import pytest

from tests.services.discussions.portal import MailPortal, embedded
from tests.services.postfix import Postfix, send
from tests.services.processes import start, wait_for

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]

SEED = """
from discussions.addresses import bounce_address, reply_address
from tests.discussions.factories import make_board, make_participant, make_thread
board = make_board("gender")
make_thread(board, make_participant())
print(reply_address(1, 1), bounce_address(1, 1))
"""
HEADERS = "From: dara@elsewhere.test\r\nMessage-ID: <{}@elsewhere.test>\r\nSubject: Re: Night shifts\r\n\r\n"
MAILS = "SELECT recipient, raw, state FROM discussions_incomingmail ORDER BY id"


def mail(name: str, body: bytes = b"We need light.\r\n") -> bytes:
    return HEADERS.format(name).encode() + body


@pytest.fixture
def portal(data: Path, postfix: Postfix) -> MailPortal:
    return embedded(data, postfix)


def refusals(postfix: Postfix, address: str) -> set[int]:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(postfix, "dara@elsewhere.test", [address], mail("refused"))
    return {code for code, _ in refused.value.recipients.values()}


def converse(port: int, *said: bytes) -> list[str]:
    """Say lines to the LMTP server itself, and return the answers that end each of them."""
    answers = []
    with socket.create_connection(("127.0.0.1", port), 20) as connection, connection.makefile("rb") as heard:
        for line in [b"", *said]:
            connection.sendall(line)
            while (answer := heard.readline().decode().strip())[3:4] == "-":
                pass
            answers.append(answer)
    return answers


def test_a_postfix_brings_mail_and_a_portal_says_what_it_takes(portal, postfix, processes):
    reply, bounce = portal.python(SEED).split()
    postfix.add_mailboxes(["dara@elsewhere.test"])
    process = processes(portal.lmtp())

    # Forged and unknown addresses: nothing is taken that would have to be sent back.
    assert refusals(postfix, "nobody@lists.example.org") == {550}
    assert refusals(postfix, f"{reply[:-20]}aaaaaaaa@lists.example.org") == {550}

    send(postfix, "dara@elsewhere.test", ["gender@lists.example.org"], mail("board"))
    # Nobody to answer: the sender of a bounce. To all: one mail is stored of two.
    send(postfix, "", [bounce], mail("bounce"))
    send(postfix, "dara@elsewhere.test", [reply, "gender@lists.example.org"], mail("all"))
    # Postfix cuts a line of 60,000 bytes; a mail server that does not is not refused either.
    send(postfix, "dara@elsewhere.test", [reply.upper()], mail("long", "ស្ត្រី".encode() * 5000))
    wait_for(lambda: len(portal.query(MAILS)) == 4, "four mails")
    postfix.await_empty()
    assert sorted(row[0] for row in portal.query(MAILS)) == sorted(["gender@lists.example.org", bounce, reply, reply])

    # A line of three million bytes, and two recipients with an answer each.
    answers = converse(
        portal.lmtp_port, b"LHLO me\r\n", b"MAIL FROM:<>\r\n", b"RCPT TO:<nobody@lists.example.org>\r\n",
        b"RCPT TO:<%s>\r\n" % reply.encode(), b"RCPT TO:<%s>\r\n" % bounce.encode(), b"DATA\r\n",
        mail("one line", b"a" * 3_000_000) + b"\r\n.\r\n", b"",
    )  # fmt: skip
    assert [answer[:3] for answer in answers] == ["220", "250", "250", "550", "250", "250", "354", "250", "250"]
    assert len(portal.query(MAILS)) == 6
    # More than 10 MiB: Postfix says so before it takes anything.
    with pytest.raises(smtplib.SMTPSenderRefused) as large, smtplib.SMTP("127.0.0.1", postfix.port) as client:
        client.sendmail("dara@elsewhere.test", [reply], b"a" * 11_000_000)
    assert large.value.smtp_code == 552

    process.popen.send_signal(signal.SIGTERM)
    assert process.popen.wait(20) == 0
    log = process.log.read_text()
    assert "@elsewhere.test" not in log and "@lists.example.org" not in log and "Traceback" not in log
    # While it is away, whoever brings mail to an address that Postfix does not know yet is to try again.
    assert refusals(postfix, reply.replace("reply", "bounce")) == {450}
    send(postfix, "dara@elsewhere.test", ["gender@lists.example.org"], mail("waits"))
    assert len(postfix.queue()) == 1
    processes(portal.lmtp())
    postfix.await_empty()
    assert len(portal.query(MAILS)) == 7
    assert postfix.mailboxes_with_mail() == set()


def test_a_unix_socket_is_for_those_of_its_mode(portal, processes, tmp_path):
    place = tmp_path / "lmtp"
    command = [sys.executable, "manage.py", "lmtp", "--listen", f"unix:{place}", "--socket-mode", "600"]
    process = processes(start(command, portal.log("socket"), env=portal.env))
    wait_for(place.is_socket, "the socket", 60)
    wait_for(lambda: place.stat().st_mode & 0o777 == 0o600, "its mode")
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(place))
        assert client.recv(3) == b"220"
    process.popen.send_signal(signal.SIGTERM)
    assert process.popen.wait(20) == 0
    assert not place.exists()
