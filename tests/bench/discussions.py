"""Measure how soon a post reaches 400 subscribers by mail, and what waits meanwhile."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from tests.bench.portals import EMBEDDED, SERVED, Running, running
from tests.bench.processes import spread
from tests.services.mail_sink import Sink, mail_sink

READERS = 400
MOST_SECONDS = 10.0  # until the last of them has a post, embedded
LEAST_RATE = 150  # mails a second to a server that takes everything
MOST_RECORDING = 20.0  # milliseconds in the transaction
MOST_WAITING = 2.0  # seconds until a code to sign in has left
CODES = 3  # asked for while the mails go out
PATIENCE = 120.0
DOMAIN = "lists.bench.example.org"


def measure(folder: Path, pages: int, rounds: int) -> None:
    print(f"\nA post by mail to {READERS} subscribers, each asked for again at its moment")
    for way in (EMBEDDED, SERVED):
        with mail_sink() as sink:
            variables = {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "DISCUSSIONS_MAIL_DOMAIN": DOMAIN}
            with running(way, folder / f"discussions {way}", "discussions_portal", variables) as portal:
                measure_one(way, portal, sink, max(3, rounds // 5))


def measure_one(way: str, portal: Running, sink: Sink, rounds: int) -> None:
    portal.portal.ask(command="subscribe", readers=READERS)
    reach(portal, sink, 0)  # warm
    measured = [reach(portal, sink, number) for number in range(1, rounds + 1)]
    waited = [code for _whole, _sending, codes in measured for code in codes]
    recording = [portal.portal.ask(command="plan") for _ in range(10)]
    whole = [seconds for seconds, _sending, _codes in measured]
    rate = statistics.median(READERS / sending for _whole, sending, _codes in measured)
    print(f"  {way}")
    told("until the last has it", f"{statistics.median(whole):.1f} s", statistics.median(whole) <= MOST_SECONDS)
    told("mails a second", f"{rate:.0f}", rate >= LEAST_RATE)
    told("a code to sign in waits", f"{max(waited):.2f} s at most", max(waited) <= MOST_WAITING)
    told("recording", spread(recording).strip(), statistics.median(recording) <= MOST_RECORDING)


def told(what: str, figure: str, is_met: bool) -> None:
    print(f"    {what:<26} {figure:<32} {'met' if is_met else 'MISSED'}")


def reach(portal: Running, sink: Sink, number: int) -> tuple[float, float, list[float]]:
    """Seconds from publication to the last mail, from the first mail to the last, and of each code meanwhile."""
    sink.mails.clear()
    began = time.monotonic()
    post = portal.portal.ask(command="publish")
    asked: dict[str, float] = {}
    while len(sink.to("reader")) < READERS or any(not sink.to(to) for to in asked):
        if sink.mails and len(asked) < CODES:
            asked[portal.portal.ask(command="code", number=1000 * number + len(asked))] = time.monotonic()
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(f"{len(sink.mails)} mails arrived")
        time.sleep(0.05)
    mails = sink.to("reader")
    assert len({mail.recipient for mail in mails}) == len(mails) == READERS
    assert {mail.message_id for mail in mails} == {f"<post.{post}@{DOMAIN}>"}
    last, first = max(mail.moment for mail in mails), min(mail.moment for mail in mails)
    codes = [sink.to(to)[0].moment - moment for to, moment in asked.items()]
    return last - began, last - first, codes
