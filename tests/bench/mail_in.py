"""Measure how many mails a second the LMTP server takes, and how many a worker reads."""

from __future__ import annotations

import socket
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.services.discussions.portal import MailPortal
from tests.services.processes import spare_port
from tests.services.servers import postgresql, redis_server
from tests.template_database import EMPTY, template_database

MAILS, CONNECTIONS = 400, 4
LEAST_RATE = 100  # mails a second, stored and committed
SEED = """
from discussions.addresses import reply_address
from discussions.models import Subscription
from tests.discussions.factories import make_board, make_participant, make_thread
board = make_board("bench")
reader = make_participant("Reader", email="reader@bench.example.org")
post = make_thread(board, make_participant("Dara")).posts.get()
print(reply_address(post.pk, Subscription.objects.create(participant=reader, board=board).pk))
"""
READING = 10  # seconds
READ = f"""
import time
from discussions.models import IncomingMail
from outbox.services import drain
began = time.monotonic()
drain(seconds={READING})
print(IncomingMail.objects.exclude(state="unread").count() / (time.monotonic() - began))
"""
MAIL = (
    "From: reader@bench.example.org\r\nSubject: Re: Night shifts\r\nMessage-ID: <{name}@bench.example.org>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n.\r\n"
)
KHMER = "ស្ត្រីដែលលក់ត្រី និងបន្លែ សួរថា តើផ្សារថ្មីបើកថ្ងៃណា។\r\n" * 12  # two kilobytes


def measure(folder: Path, pages: int, rounds: int) -> None:
    print(f"\n{MAILS} mails of 2 kB by LMTP on {CONNECTIONS} connections")
    embedded = folder / "mail_in"
    embedded.mkdir()
    (embedded / "neary.sqlite3").write_bytes(template_database(EMPTY).read_bytes())
    measure_one("embedded", MailPortal(embedded, lmtp_port=spare_port()), max(3, rounds // 5))
    with postgresql(synchronous_commit="on") as server, redis_server() as redis:
        from tests.postgresql_template import load, portal_dump

        name = server.database()
        load(portal_dump(server.url("postgres"), EMPTY), server.url(name))
        data = folder / "mail_in_served"
        data.mkdir()
        portal = MailPortal(data, database_url=server.url(name), redis_url=redis.url, lmtp_port=spare_port())
        measure_one("PostgreSQL", portal, max(3, rounds // 5))


def measure_one(way: str, portal: MailPortal, rounds: int) -> None:
    address = portal.python(SEED).split()[-1]
    process = portal.lmtp()
    try:
        bring_all(portal.lmtp_port, address, "warm")
        taken = [MAILS / bring_all(portal.lmtp_port, address, str(number)) for number in range(rounds)]
    finally:
        process.stop()
    read = float(portal.python(READ))
    rate = statistics.median(taken)
    met = "met" if rate >= LEAST_RATE else "MISSED"
    print(f"  {way:<12} {rate:.0f} taken a second ({min(taken):.0f}-{max(taken):.0f}) {met}; {read:.0f} read a second")


def bring_all(port: int, address: str, name: str) -> float:
    """Bring all mails, and return the seconds until the last was answered."""
    began = time.monotonic()
    with ThreadPoolExecutor(CONNECTIONS) as clients:
        shares = [range(first, MAILS, CONNECTIONS) for first in range(CONNECTIONS)]
        list(clients.map(lambda numbers: bring(port, address, [f"{name}.{number}" for number in numbers]), shares))
    return time.monotonic() - began


def bring(port: int, address: str, names: list[str]) -> None:
    """Bring mails over one connection; each must be taken."""
    with socket.create_connection(("127.0.0.1", port), 60) as connection, connection.makefile("rb") as heard:

        def say(text: str, code: bytes) -> None:
            connection.sendall(text.encode())
            while (answer := heard.readline())[3:4] == b"-":
                pass
            assert answer.startswith(code), answer

        say("", b"220")
        say("LHLO bench\r\n", b"250")
        for name in names:
            say("MAIL FROM:<reader@bench.example.org>\r\n", b"250")
            say(f"RCPT TO:<{address}>\r\n", b"250")
            say("DATA\r\n", b"354")
            say(MAIL.format(name=name, text=KHMER), b"250")
