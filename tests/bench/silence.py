"""Run a whole portal under steady traffic for an hour; fail when an alert is told.

    python -m tests.bench.silence                an hour
    python -m tests.bench.silence --minutes 5    a first look

The portal has two web processes, a worker, beat, PostgreSQL, Redis, Elasticsearch where it is installed, a mail server
and backups. All thresholds and clocks are the real ones. People read, search, write, decide and follow; something asks
for health and metrics. At the end one event is given up, and the watch must tell it: else the silence said nothing.
Ends with 1 when an alert was told before that, or when the watch slept.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django

from tests.bench.traffic import Traffic
from tests.services.elasticsearch import elasticsearch
from tests.services.flow.conftest import mail_server
from tests.services.flow.flow import Flow
from tests.services.flow.portal import ACCESS_LOG, Installation, served
from tests.services.flow.smtp import MailServer
from tests.services.processes import ServerMissing, wait_for
from tests.services.servers import postgresql, redis_server

DUTY = "duty@example.org"
METRICS_TOKEN = "the-token-of-the-silent-hour"
# The watch looks each minute; a busy machine may be late.
LONGEST_SLEEP = 180.0
TOLD = "SELECT rule FROM operations_alert WHERE told_at IS NOT NULL"
BROKEN = "SELECT rule FROM operations_alert ORDER BY rule"
OLDEST = "SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float FROM outbox_event WHERE state = 0"
WATCHED = "SELECT extract(epoch FROM now() - at)::float FROM operations_heartbeat WHERE name = 'watch'"
GIVEN_UP = "SELECT count(*) FROM outbox_event WHERE state = 2"
BACKUPS = "SELECT count(*) FROM operations_backuprun WHERE ok"
GIVE_UP = "UPDATE outbox_event SET state = 2 WHERE id = (SELECT max(id) FROM outbox_event WHERE state = 1)"


class ServedFlow(Flow):
    """A portal at work with two web processes, as docker/entrypoint starts them, and beat."""

    def __init__(self, portal: Installation, mail: MailServer) -> None:
        self.portal, self.mail = portal, mail
        self.web = portal.serve("--preload", "--workers=2", "--threads=4", *ACCESS_LOG)
        self.worker = portal.worker()
        self.beat = portal.beat()

    def stop(self) -> None:
        self.beat.kill()
        super().stop()


class Watcher:
    """An observer of alerts, the outbox and the watch, from outside the portal."""

    def __init__(self, flow: ServedFlow) -> None:
        self.flow = flow
        self.highest_age = self.longest_sleep = 0.0
        self.broken: set[str] = set()

    def look(self) -> None:
        """Note the ages of now, and each rule that is broken, also one of which nobody is told."""
        query = self.flow.portal.query
        self.highest_age = max(self.highest_age, query(OLDEST)[0][0])
        self.longest_sleep = max([self.longest_sleep, *(row[0] for row in query(WATCHED))])
        self.broken |= {row[0] for row in query(BROKEN)}

    def told(self) -> list[str]:
        """Return the mails to whom alerts go, and the rules that count as told."""
        subjects = [str(mail["Subject"]) for mail in self.flow.mail.mails(DUTY)]
        return subjects + [row[0] for row in self.flow.portal.query(TOLD)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=60, help="how long the traffic lasts (60)")
    options = parser.parse_args()
    # For the digits of the second factor, which are reckoned by the portal's own library.
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    with tempfile.TemporaryDirectory(prefix="neary-silence-") as folder, working_portal(Path(folder)) as flow:
        faults = observed(flow, options.minutes)
    print(*faults or [f"SILENT for {options.minutes} minutes"], sep="\n", flush=True)
    sys.exit(bool(faults))


@contextmanager
def working_portal(folder: Path) -> Iterator[ServedFlow]:
    """Yield a filled portal with all its servers and processes, which has found its rhythm."""
    with ExitStack() as stack:
        database, redis = stack.enter_context(postgresql()), stack.enter_context(redis_server())
        mail = stack.enter_context(mail_server())
        (folder / "metrics").mkdir()
        os.environ |= {
            "ALERT_ADDRESSES": DUTY,
            "BACKUP_PASSPHRASE": "a passphrase of a silent hour",
            "BACKUP_TRIAL_DATABASE_URL": database.url(database.database()),
            "ELASTICSEARCH_INDEX": f"silence-{mail.port}",
            "LOG_LEVEL": "INFO",
            "METRICS_TOKEN": METRICS_TOKEN,
            "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
            "WEB_IS_ASKED": "true",
        }
        portal = served(folder / "data", database, redis.url, mail.port)
        try:
            portal.elasticsearch_url = stack.enter_context(elasticsearch()).url
        except ServerMissing as missing:
            print(f"Without Elasticsearch: {missing}", flush=True)
        flow = ServedFlow(portal, mail)
        stack.callback(flow.stop)
        wait_for(lambda: portal.query(WATCHED), "the first watch", 300, every=1)
        yield flow


def observed(flow: ServedFlow, minutes: int) -> list[str]:
    """Let people use the portal for so many minutes, print a line for each; return what was wrong."""
    watcher, traffic = Watcher(flow), Traffic(flow, METRICS_TOKEN)
    faults: list[str] = []
    with traffic.running():
        for minute in range(1, minutes + 1):
            until = time.monotonic() + 60
            while time.monotonic() < until:
                watcher.look()
                time.sleep(5)
            print(line_of(minute, watcher, traffic), flush=True)
            if told := watcher.told():
                faults.append(f"TOLD after {minute} minutes: {told}; broken so far: {sorted(watcher.broken)}")
                break
    if watcher.longest_sleep > LONGEST_SLEEP:
        faults.append(f"The watch slept for {watcher.longest_sleep:.0f} s")
    return faults or deafness(flow)


def line_of(minute: int, watcher: Watcher, traffic: Traffic) -> str:
    """Return what is known after a minute."""
    query, mails = watcher.flow.portal.query, watcher.flow.mail
    return (
        f"minute {minute}: {traffic.made} requests, {dict(sorted(traffic.answers.items()))}, slowest"
        f" {traffic.slowest:.1f} s, {mails.taken} mails, outbox at most {watcher.highest_age:.0f} s old,"
        f" {query(GIVEN_UP)[0][0]} given up, watch at most {watcher.longest_sleep:.0f} s ago,"
        f" {query(BACKUPS)[0][0]} backups and trials, broken without being told: {sorted(watcher.broken)}"
    )


def deafness(flow: ServedFlow) -> list[str]:
    """Break a rule; return a fault when the running watch does not tell it within minutes."""
    flow.portal.execute(GIVE_UP)
    try:
        seconds = wait_for(lambda: flow.mail.mails(DUTY), "the mail about an event that was given up", 240, every=1)
    except TimeoutError as error:
        return [str(error)]
    print(f"An event that was given up was told after {seconds:.0f} s", flush=True)
    return []


if __name__ == "__main__":
    main()
