"""Each thing is broken for real, and administrators are told when it begins and when it ends; else nothing is said."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.services.elasticsearch import Elasticsearch
from tests.services.mail_sink import Sink
from tests.services.portal import Portal
from tests.services.processes import REPOSITORY, spare_port, wait_for
from tests.services.servers import PostgreSQL, Redis

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("elasticsearch")]

DUTY = "duty@example.org"
# Each step of the drill plays two hours later than the one before: no mail waits for the hour's bound.
LOOK = """
from datetime import timedelta
from django.utils import timezone
from operations.alerts.watch import look
for minutes in ({begins}, {begins} + 20):
    found = look(timezone.now() + timedelta(minutes=minutes))
print("BROKEN", sorted(each.rule.name for each in found if each.is_broken))
"""
RECORD = """
from django.db import transaction
from mail import sending
with transaction.atomic():
    sending.send("{to}", "x", "y")
"""
OLDER = "UPDATE outbox_event SET created_at = created_at - interval '1 hour' WHERE state = 0"
SILENT = "UPDATE operations_heartbeat SET at = at - interval '1 hour' WHERE name = 'beat'"


class PickySink(Sink):
    """A mail server that refuses some readers for now or for good."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("refused"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later"):
            return "451 4.3.0 try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"


class Watched:
    """A portal that is watched step by step, with what administrators were told."""

    def __init__(self, portal: Portal, sink: Sink) -> None:
        self.portal, self.sink = portal, sink
        self._steps = itertools.count(0, 120)

    def look(self, before: str = "") -> tuple[list[str], list[str]]:
        """Watch twice within a step; return the broken rules and the subjects of the mails that came."""
        told, begins = len(self.sink.to(DUTY)), next(self._steps)
        said = self.portal.python(before.format(begins=begins) + LOOK.format(begins=begins))
        line = next(line for line in said.splitlines() if line.startswith("BROKEN"))
        broken = json.loads(line.removeprefix("BROKEN ").replace("'", '"'))
        return broken, [subject_of(mail.content) for mail in self.sink.to(DUTY)[told:]]

    def expect_told(self, *rules: str, before: str = "") -> None:
        """Check that just these rules are broken and told in one mail."""
        assert self.look(before) == (sorted(rules), ["The portal needs you"])

    def expect_ended(self) -> None:
        """Check that nothing is broken any more, that one mail tells it, and that nothing is said after it."""
        assert self.look() == ([], ["The portal is fine again"])
        assert self.look() == ([], [])

    def execute(self, statement: str) -> None:
        """Change rows by SQL: time passes."""
        import psycopg

        with psycopg.connect(self.portal.database_url) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def waits(self) -> int:
        """Return the number of outbox events that wait."""
        return int(self.portal.query("SELECT count(*) FROM outbox_event WHERE state = 0")[0][0])


def subject_of(content: bytes) -> str:
    import email
    from email.policy import default

    return str(email.message_from_bytes(content, policy=default)["Subject"])


@pytest.fixture
def watched(
    data: Path, postgresql: PostgreSQL, redis: Redis, elasticsearch: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watched]:
    sink = PickySink()
    chosen = {
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "ALERT_ADDRESSES": DUTY,
        "ALERT_DISK_FREE_PERCENT": "0",
        "ELASTICSEARCH_INDEX": f"alerts-{sink.port}",
    }
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    url = postgresql.url(postgresql.database())
    portal = Portal(data, "portal.settings.dev", url, redis.url, elasticsearch.url)
    portal.manage("migrate", "-v0")
    portal.manage("createcachetable")
    portal.manage("set_up_portal")
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield Watched(portal, sink)
    finally:
        controller.stop()


@pytest.mark.timeout(840)
def test_each_alert_fires_and_ends(watched: Watched, elasticsearch: Elasticsearch, processes: Any) -> None:
    portal = watched.portal
    worker, _beat = processes(portal.worker()), processes(portal.beat())
    wait_for(lambda: watched.waits() == 0, "all effects", 60)
    wait_for(lambda: portal.query("SELECT 1 FROM operations_heartbeat WHERE name = 'beat'"), "beat", 90)
    assert watched.look() == ([], [])

    # The worker dies: what it should do waits, and nobody hears beat.
    worker.kill()
    portal.python(RECORD.format(to="reader@example.org"))
    watched.execute(OLDER)
    watched.execute(SILENT)
    watched.expect_told("beat_stopped", "worker_stopped")
    processes(portal.worker())
    wait_for(lambda: watched.waits() == 0, "all effects", 60)
    wait_for(lambda: watched.look()[0] == [], "the next message of beat", 120, every=10)
    assert len(watched.sink.to("reader")) == 1

    # Mails: one that the server takes later, one that it refuses for good.
    portal.python(RECORD.format(to="later@example.org"))
    wait_for(lambda: portal.query("SELECT 1 FROM outbox_event WHERE state = 0 AND attempts > 0"), "an attempt", 30)
    watched.execute(OLDER)
    watched.expect_told("mails_waiting")
    watched.execute("DELETE FROM outbox_event WHERE state = 0 AND kind = 'mail.send'")
    watched.expect_ended()
    portal.python(RECORD.format(to="refused@example.org"))
    wait_for(lambda: portal.query("SELECT 1 FROM outbox_event WHERE state = 2"), "a dead letter", 30)
    watched.expect_told("events_given_up")
    watched.execute("DELETE FROM outbox_event WHERE state = 2")
    watched.expect_ended()

    # The search.
    elasticsearch.kill()
    watched.expect_told("search_away")


def test_without_worker_and_mail_server_the_web_process_and_the_command_tell(
    watched: Watched, processes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal, port = watched.portal, spare_port()
    portal.python(RECORD.format(to="reader@example.org"))
    watched.execute(OLDER)
    # No worker at all: the web process watches by itself, after a request.
    processes(portal.web(port))
    urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live").read()
    wait_for(lambda: portal.query("SELECT 1 FROM operations_alert WHERE rule = 'worker_stopped'"), "the watch", 30)
    watched.execute("UPDATE operations_alert SET began_at = began_at - interval '1 hour'")
    watched.execute("UPDATE operations_heartbeat SET at = at - interval '1 hour' WHERE name = 'watch'")
    wait_for(lambda: ask(port) and watched.sink.to(DUTY), "the mail of the web process", 90, every=2)
    # The mail server goes too: the command says so to whoever runs it.
    monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{spare_port()}")
    watched.execute("DELETE FROM operations_alertmail")
    watched.execute("UPDATE operations_alert SET told_at = NULL")
    command = [sys.executable, "manage.py", "alerts"]
    done = subprocess.run(command, env=portal.env, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 1 and "worker_stopped" in done.stdout
    assert "could not be sent" in done.stderr


def ask(port: int) -> bool:
    """Ask the web process for its sign of life."""
    return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live").read())
