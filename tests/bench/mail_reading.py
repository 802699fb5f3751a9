"""Measure how long the worst mails take to read, and how much memory: each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench.processes import REPOSITORY, environment, spread

LONGEST, MOST_MEMORY = 3000, 200  # milliseconds, MiB
SIZE = 10 * 1024 * 1024
HEAD = b"From: sokha@women.example.org\r\nSubject: Market\r\nMessage-ID: <1@women.example.org>\r\n"
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n"
KHMER = "ស្ត្រីដែលលក់ត្រី និងបន្លែ សួរថា តើផ្សារថ្មីបើកថ្ងៃណា។".encode()
QUOTED = "ផ្សារថ្មីបើកនៅខែឧសភា ហើយតូបនៅទីនោះមានតម្លៃថោកជាង។"


def filled(head: bytes, line: bytes) -> bytes:
    """Return a mail of the largest size whose body is one line again and again."""
    return head + b"\r\n" + line * ((SIZE - len(head) - 2) // len(line))


def nested(depth: int) -> bytes:
    """Return a mail with parts in parts, the innermost with a text."""
    parts = [b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (at, at) for at in range(depth)]
    return HEAD + b"".join(parts) + PLAIN + b"\r\ndeep\r\n"


def attached() -> bytes:
    head = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + PLAIN + b"\r\nSee the file.\r\n--b\r\n"
    return filled(head + b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n", b"QUJD" * 19 + b"\r\n")


def quoted() -> bytes:
    """Return an answer of the longest text that is read, every line of it marked as quoted."""
    return HEAD + PLAIN + b"\r\nYes.\r\n" + b"\r\n".join([b"> " + QUOTED.encode()] * 4900)


MAILS: dict[str, Callable[[], bytes]] = {
    "95 parts in each other": lambda: nested(95),
    "20,000 parts in each other": lambda: nested(20_000),
    "5,000 headers": lambda: HEAD + b"".join(b"X-H%d: x\r\n" % at for at in range(5000)) + b"\r\ntext",
    "500,000 <br>": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<br>" * 500_000,
    "10 MiB of open tags": lambda: filled(HEAD + b"Content-Type: text/html\r\n", b"<div><blockquote>"),
    "10 MiB in one line": lambda: filled(HEAD + PLAIN, KHMER),
    "10 MiB of short lines": lambda: filled(HEAD + PLAIN, b"> a:\r\n"),
    "10 MiB quoted-printable": lambda: filled(
        HEAD + PLAIN + b"Content-Transfer-Encoding: quoted-printable\r\n", b"=E1=9E=9F=E1=9F=92=\r\n"
    ),
    "10 MiB of a file": attached,
    "a text of quotation alone": quoted,
    "10 MiB without a header": lambda: KHMER * (SIZE // len(KHMER)),
}


def measure(folder: Path, pages: int, rounds: int) -> None:
    print(f"\nThe worst mails, read and trimmed; allowed {LONGEST} ms and {MOST_MEMORY} MiB more than before")
    for name in MAILS:
        took, memory = zip(*(read_alone(folder, name) for _ in range(max(3, rounds // 5))), strict=True)
        is_met = sorted(took)[len(took) // 2] <= LONGEST and max(memory) <= MOST_MEMORY
        print(f"  {name:<28} {spread(list(took))}, {max(memory):4.0f} MiB: {'met' if is_met else 'MISSED'}")


def read_alone(folder: Path, name: str) -> tuple[float, float]:
    """Read a mail in a process of its own; return its milliseconds, and by how many MiB its memory grew at most."""
    command = [sys.executable, "-m", "tests.bench.mail_reading", name]
    told = subprocess.run(command, cwd=REPOSITORY, env=environment(folder), capture_output=True, check=True)
    took, memory = json.loads(told.stdout.splitlines()[-1])
    return took, memory


def main(name: str) -> None:
    """Read a mail as the worker does, the bytes included, and print milliseconds and MiB."""
    import resource
    import time

    import django

    django.setup()
    from discussions.incoming.parsing import parse_mail
    from discussions.incoming.trimming.sent_mail import SentMail
    from discussions.incoming.trimming.trim import trim_quote

    parse_mail(HEAD + PLAIN + b"\r\nwarm")
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    raw = MAILS[name]()
    trim_quote(parse_mail(raw), SentMail(text=QUOTED))
    took = (time.perf_counter() - began) * 1000
    print(json.dumps([took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    main(sys.argv[1])
