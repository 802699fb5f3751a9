"""A day on a running portal: locust as a process of its own, the watch, and the mailings at their hours."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import verdicts
from tests.bench.load.day import DIGESTS_AT, MAILING_AT, Day
from tests.bench.load.portal import LoadedPortal
from tests.bench.load.verdicts import Request, Verdict
from tests.bench.load.watch import Watch
from tests.services.processes import REPOSITORY, Process, await_ready, start, wait_for

LOCUSTFILE = Path(__file__).with_name("locustfile.py")
# The file in which locust says when it began.
BEGAN = "requests.began"
# Seconds for requests that are under way at the end, and for mails and held decisions behind it.
ENDING, SETTLING = 60, 120
# The updates that were sent, and those that editors decided on; a decision of the last minute is still held.
DECIDED = """
    SELECT count(*), count(CASE WHEN submission.state <> 'waiting' OR held.id IS NOT NULL THEN 1 END)
    FROM moderation_submission submission
    LEFT JOIN moderation_helddecision held ON held.submission_id = submission.id
"""
# How the addresses begin of those who get the digests and the mailing.
FOLLOWING = ("follower", "reader")


@dataclass
class Outcome:
    """The requests, samples and mails of a day, from its first moment to its last (seconds after the epoch)."""

    requests: list[Request]
    watch: Watch
    began: float
    ended: float
    mails: int = 0
    planned_mails: int = 0
    sent: int = 0
    decided: int = 0


def start_locust(portal_url: str, day: Day, folder: Path) -> Process:
    """Start the people of a day. Locust ends by itself; what it says goes into locust.log."""
    command = [sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--headless", "--host", portal_url,
               "--only-summary", "--stop-timeout", "20", "--exit-code-on-error", "0"]  # fmt: skip
    env = os.environ | {
        "LOAD_DAY": day.as_text(),
        "LOAD_REQUESTS": str(folder / "requests"),
        "PYTHONPATH": str(REPOSITORY),
    }
    return start(command, folder / "locust.log", env)


def live(running: LoadedPortal, day: Day, folder: Path) -> Outcome:
    """Let a day go by. Raises RuntimeError when locust ended with an error."""
    watch = Watch(running)
    (folder / BEGAN).unlink(missing_ok=True)
    locust = start_locust(running.portal.url, day, folder)
    watch.groups["locust"] = locust.pid
    outcome = Outcome([], watch, 0, 0)
    try:
        outcome.began = await_beginning(locust, folder / BEGAN)
        with watch.looking():
            if not day.step:
                mail_everybody(running, day, outcome)
            wait_for(lambda: not locust.running(), "the end of the day", day.seconds + ENDING, every=0.2)
            outcome.ended = time.time()
            wait_for_mails(running, outcome)
            outcome.sent, outcome.decided = running.portal.query(DECIDED)[0]
    finally:
        locust.stop()
    if locust.popen.returncode:
        raise RuntimeError(f"locust ended with {locust.popen.returncode}: {locust.log.read_text()[-3000:]}")
    outcome.requests = verdicts.requests_in(folder / "requests")
    return outcome


def await_beginning(locust: Process, file: Path) -> float:
    """Return when the day began, in seconds after the epoch. Raises ServerMissing when locust ended before."""
    await_ready(locust, lambda: file.exists() and file.read_text())
    return float(file.read_text())


def mail_everybody(running: LoadedPortal, day: Day, outcome: Outcome) -> None:
    """Record the digests and publish a post at their hours."""
    for hour, command in ((DIGESTS_AT, "digests"), (MAILING_AT, "mailing")):
        time.sleep(max(0.0, outcome.began + day.moment_of(hour) - time.time()))
        if command == "digests":
            outcome.planned_mails += running.moments.ask(command=command, followers=day.subscribers)
        else:
            running.moments.ask(command=command)
            outcome.planned_mails += day.subscribers


def wait_for_mails(running: LoadedPortal, outcome: Outcome) -> None:
    """Count the mails of the digests and the mailing; those that are still to come have their time."""

    def taken() -> int:
        return sum(mail.recipient.startswith(FOLLOWING) for mail in running.mail.mails)

    if outcome.planned_mails:
        try:
            wait_for(lambda: taken() >= outcome.planned_mails, "the mails", SETTLING, every=1)
        except TimeoutError as error:
            print(error, flush=True)
        outcome.mails = taken()


def judged(outcome: Outcome, day: Day) -> list[Verdict]:
    """Return what a day must keep to: its limits, and that it took place."""
    watch, half = outcome.watch, outcome.began + (outcome.ended - outcome.began) / 2
    return [
        verdicts.of_errors(outcome.requests),
        verdicts.of_times(outcome.requests, "reader", verdicts.READERS_P95),
        verdicts.of_times(outcome.requests, "officer", verdicts.OFFICERS_P95),
        verdicts.of_outbox([sample.age for sample in watch.outbox]),
        verdicts.of_memory(watch.memory, half, outcome.ended),
        verdicts.of_load(outcome.requests, day.reader_requests),
        verdicts.of_mails(outcome.mails, outcome.planned_mails),
        verdicts.of_decisions(outcome.decided, outcome.sent),
        Verdict("looks that failed", f"{len(watch.faults)} {watch.faults[:1]}", "0", not watch.faults),
    ]
