"""Each thing is broken for real, and administrators are told when it begins and when it ends; else nothing is said.

A test breaks the things of a part; which rules must fire stands in tests.services.alerts.parts. Hours are not waited
for: rows become older instead.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.services.alerts.parts import PARTS
from tests.services.alerts.watched import DUTY, Watched, watched
from tests.services.conftest import unavailable
from tests.services.elasticsearch import Elasticsearch
from tests.services.flow.flow import Flow
from tests.services.flow.portal import Installation, served
from tests.services.mail_sink import PickySink, picky_sink
from tests.services.processes import REPOSITORY, CommandFailed, Process, spare_port, wait_for
from tests.services.servers import PostgreSQL, Redis

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("elasticsearch")]

RECORD = """
from django.db import transaction
from mail import sending
with transaction.atomic():
    sending.send("{to}", "x", "y")
"""
BOARD_MAIL = """
from discussions.services.mail_in.receiving import accept_mail
accept_mail("gender@lists.example.org", b"From: reader@example.org\\n\\nGood morning")
"""
# What a worker does before it dies: all that waits, but nothing of what follows from it, such as checks.
FIRST_ROUND = """
from outbox.execution.attempts import run
from outbox.models import Event
for event in list(Event.objects.pending().order_by("id")):
    run(event.pk, event.kind)
"""
EVENTS_OLDER = "UPDATE outbox_event SET created_at = created_at - interval '1 hour' WHERE state = 0"
BOARD_MAILS_OLDER = "UPDATE discussions_incomingmail SET received_at = received_at - interval '1 hour'"
HEARTBEAT_OLDER = "UPDATE operations_heartbeat SET at = at - interval '1 hour' WHERE name = '{}'"
DUE_NOW = "UPDATE outbox_event SET due_at = created_at WHERE state = 0"
# Copies of the mail that waits, each in a stream of its own.
MANY = """
    INSERT INTO outbox_event
        (stream, seq, kind, payload, key, request_id, state, attempts, unended, error, created_at, due_at)
    SELECT stream || ':' || number, 1, kind, payload, '', '', 0, 0, 0, '', now(), now()
    FROM outbox_event, generate_series(1, 5001) number WHERE state = 0 AND kind = 'mail.send'
"""
RUNS_OLDER = """
    UPDATE operations_backuprun SET began_at = began_at - interval '{age}', ended_at = ended_at - interval '{age}'
    WHERE kind = '{kind}'
"""
BEHIND = "INSERT INTO search_pendingreindex (translation_key) SELECT gen_random_uuid() FROM generate_series(1, 1001)"
SUBMITTED_EARLIER = "UPDATE moderation_submission SET submitted_at = submitted_at - interval '80 hours'"
SAMPLES_OLDER = "UPDATE operations_sample SET at = at - interval '1 day'"
COUNTED = "SELECT coalesce(sum(requests), 0), coalesce(sum(errors), 0) FROM operations_sample"
MAX_SECONDS = 840
# A little more than the bound of the rule needs, each a good deal longer than its bound.
SLOW, HELD_BACK, ERRORS = 64, 3.0, 20

Start = Callable[[Process], Process]


@pytest.fixture
def sink() -> Iterator[PickySink]:
    with picky_sink() as sink:
        yield sink


@pytest.fixture
def portal(
    data: Path, sink: PickySink, postgresql: PostgreSQL, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> Installation:
    """A filled portal of which nothing runs yet, whose alerts go to one address."""
    chosen = {
        "ALERT_ADDRESSES": DUTY,
        # The disk of the tester may be full; a disk of the drill's own is filled.
        "ALERT_DISK_FREE_PERCENT": "0",
        "ELASTICSEARCH_INDEX": f"alerts-{sink.port}",
        "WEB_IS_ASKED": "true",
    }
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    return served(data, postgresql, redis.url, sink.port)


@contextmanager
def at_work(portal: Installation, sink: PickySink) -> Iterator[tuple[Watched, Flow]]:
    """Yield a portal whose web process and worker run, after all effects of what it was filled with."""
    flow = Flow(portal, sink)  # type: ignore[arg-type]
    try:
        with watched(portal, sink) as seen:
            wait_for(lambda: seen.waits() == 0, "all effects", 120)
            yield seen, flow
    finally:
        flow.stop()


@pytest.mark.timeout(MAX_SECONDS)
def test_work(portal: Installation, sink: PickySink, processes: Start) -> None:
    with at_work(portal, sink) as (seen, flow):
        beat = processes(portal.beat())
        wait_for(lambda: portal.query("SELECT 1 FROM operations_heartbeat WHERE name = 'beat'"), "beat", 180)
        ask(portal)
        seen.expect_quiet()
        break_worker(seen, flow)
        # Beat dies. Its last messages may still be on their way.
        beat.kill()
        seen.expect_told("beat_stopped", keep_broken=lambda: seen.execute(HEARTBEAT_OLDER.format("beat")))
        processes(portal.beat())
        seen.expect_ended("beat_stopped")
        # The web process dies. The one that follows gives its sign of life with the first request.
        flow.web.kill()
        seen.execute(HEARTBEAT_OLDER.format("web"))
        seen.expect_told("web_stopped")
        flow.web = portal.serve()
        wait_for(lambda: ask(portal), "an answer")
        seen.expect_ended("web_stopped")
        break_mail_server(seen, portal, sink)
        flood(seen, flow)
    assert seen.fired == PARTS["work"]


def break_worker(seen: Watched, flow: Flow) -> None:
    """Kill the worker: the check of what is sent and a mail to a board wait until it is back."""
    flow.worker.kill()
    assert flow.write("Seven looms came.").status == 200
    assert flow.waits(flow.newest())
    flow.portal.python(FIRST_ROUND)
    flow.portal.python(BOARD_MAIL)
    seen.execute(EVENTS_OLDER)
    seen.execute(BOARD_MAILS_OLDER)
    rules = ("board_mail_unread", "checks_waiting", "worker_stopped")
    seen.expect_told(*rules)
    flow.restart_worker()
    seen.expect_ended(*rules)


def break_mail_server(seen: Watched, portal: Installation, sink: PickySink) -> None:
    """Refuse mails for now, then for good, until the mail server is repaired."""
    portal.python(RECORD.format(to="later@example.org"))
    wait_for(lambda: portal.query("SELECT 1 FROM outbox_event WHERE state = 0 AND attempts > 0"), "an attempt", 60)
    seen.execute(EVENTS_OLDER)
    seen.expect_told("mails_waiting")
    sink.is_repaired = True
    seen.execute(DUE_NOW)
    portal.manage("outbox", "sweep")
    seen.expect_ended("mails_waiting")
    sink.is_repaired = False
    portal.python(RECORD.format(to="refused@example.org"))
    wait_for(lambda: portal.query("SELECT 1 FROM outbox_event WHERE state = 2"), "a dead letter", 60)
    seen.expect_told("events_given_up")
    sink.is_repaired = True
    portal.manage("outbox", "retry")
    portal.manage("outbox", "sweep")
    seen.expect_ended("events_given_up")
    assert len(sink.to("later")) == len(sink.to("refused")) == 1


def flood(seen: Watched, flow: Flow) -> None:
    """Record more effects than a worker that is away can carry out, then let it come back."""
    flow.worker.kill()
    flow.portal.python(RECORD.format(to="many@example.org"))
    seen.execute(MANY)
    seen.expect_told("outbox_long")
    flow.restart_worker()
    flow.portal.python(RECORD.format(to="another@example.org"))
    wait_for(lambda: seen.waits() <= 5000, "the first of many effects", 120, every=0.5)
    seen.expect_ended("outbox_long")


@pytest.mark.timeout(MAX_SECONDS)
def test_servers(
    portal: Installation,
    sink: PickySink,
    redis: Redis,
    elasticsearch: Elasticsearch,
    postgresql: PostgreSQL,
    processes: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    portal.elasticsearch_url = elasticsearch.url
    monkeypatch.setenv("BACKUP_PASSPHRASE", "a passphrase of the drill")
    monkeypatch.setenv("NEARY_MIRROR_DIR", str(portal.data / "mirror"))
    monkeypatch.setenv("BACKUP_TRIAL_DATABASE_URL", postgresql.url(postgresql.database()))
    for action in (["search_index", "repair"], ["outbox", "sweep"], ["backup"], ["backup", "--try"], ["mirror"]):
        portal.manage(*action)
    with watched(portal, sink) as seen:
        seen.expect_quiet()
        break_backups(seen, portal)
        # The mirror: its files are from yesterday, until somebody writes them.
        with closing(sqlite3.connect(portal.data / "mirror" / ".mirror" / "manifest.sqlite3")) as manifest, manifest:
            manifest.execute("UPDATE file SET written_at = written_at - 25 * 3600")
        seen.expect_told("mirror_old")
        portal.manage("mirror")
        seen.expect_ended("mirror_old")
        redis.stop()
        seen.expect_told("redis_away")
        redis.start()
        seen.expect_ended("redis_away")
        # The search: what changes meanwhile waits for it, and the worker brings it by itself.
        elasticsearch.kill()
        seen.execute(BEHIND)
        seen.expect_told("search_away", "search_behind")
        elasticsearch.start()
        elasticsearch.await_answer()
        processes(portal.worker())
        processes(portal.beat())
        seen.expect_ended("search_away", "search_behind")
        assert portal.query("SELECT count(*) FROM search_pendingreindex") == [(0,)]
    assert seen.fired == PARTS["servers"]


def break_backups(seen: Watched, portal: Installation) -> None:
    """Let backups fail for hours and no trial be made for days, until both are made again."""
    folder, away = portal.data / "backups", portal.data / "backups-away"
    folder.rename(away)
    folder.write_text("no folder")
    with pytest.raises(CommandFailed):
        portal.manage("backup")
    seen.execute(RUNS_OLDER.format(age="4 hours", kind="backup"))
    seen.expect_told("backup_late")
    folder.unlink()
    away.rename(folder)
    portal.manage("backup")
    seen.expect_ended("backup_late")
    seen.execute(RUNS_OLDER.format(age="9 days", kind="trial"))
    seen.expect_told("backup_untried")
    portal.manage("backup", "--try")
    seen.expect_ended("backup_untried")


@pytest.mark.timeout(MAX_SECONDS)
def test_requests(portal: Installation, sink: PickySink) -> None:
    with at_work(portal, sink) as (seen, flow):
        ask(portal)
        seen.expect_quiet()
        # Editors are away for days.
        assert flow.write("Seven looms came.").status == 200
        piece = flow.newest()
        wait_for(lambda: seen.waits() == 0, "all effects", 60)
        seen.execute(SUBMITTED_EARLIER)
        seen.expect_told("desk_waits")
        flow.approve(piece)
        seen.expect_ended("desk_waits")
        # A table that is away: first one that the watch reads, then one that each signed-in request reads.
        with table_away(seen, "discussions_incomingmail"):
            seen.expect_told("figures_missing")
        seen.expect_ended("figures_missing")
        seen.execute(SAMPLES_OLDER)
        with table_away(seen, "accounts_user"):
            assert {flow.officer.get("/workspace/").status for _request in range(ERRORS)} == {500}
        await_counted(portal, errors=ERRORS)
        seen.expect_told("server_errors")
        seen.execute(SAMPLES_OLDER)
        assert flow.officer.get("/workspace/").status == 200
        seen.expect_ended("server_errors")
        before = portal.query(COUNTED)[0][0]
        ask_while_held_back(portal, flow)
        await_counted(portal, requests=before + SLOW)
        seen.expect_told("slow_answers")
        seen.execute(SAMPLES_OLDER)
        seen.expect_ended("slow_answers")
    assert seen.fired == PARTS["requests"]


@contextmanager
def table_away(seen: Watched, name: str) -> Iterator[None]:
    """Take a table of the database away until the block ends."""
    seen.execute(f"ALTER TABLE {name} RENAME TO {name}_away")
    try:
        yield
    finally:
        seen.execute(f"ALTER TABLE {name}_away RENAME TO {name}")


def ask_while_held_back(portal: Installation, flow: Flow) -> None:
    """Ask for pages while a lock holds each request back for seconds."""
    ended = threading.Event()

    def hold() -> None:
        while not ended.is_set():
            with psycopg.connect(portal.database_url) as connection:
                connection.execute("LOCK TABLE accounts_user IN ACCESS EXCLUSIVE MODE")
                ended.wait(HELD_BACK)
            time.sleep(0.02)

    holding = threading.Thread(target=hold)
    holding.start()
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _number: flow.officer.get("/workspace/"), range(SLOW)))
    finally:
        ended.set()
        holding.join()


def await_counted(portal: Installation, requests: int = 0, errors: int = 0) -> None:
    """Wait until web processes have written so many requests and errors: they do it once a minute, after a request."""

    def is_counted() -> bool:
        ask(portal)
        counted = portal.query(COUNTED)[0]
        return bool(counted[0] >= requests and counted[1] >= errors)

    wait_for(is_counted, "the counts of requests", 150, every=5)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        unavailable("this user may not mount a disk of her own")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.timeout(MAX_SECONDS)
def test_disk(portal: Installation, sink: PickySink, small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_SCRATCH", str(small_disk))
    # Half of what is free on the fullest disk of this machine, so that only the drill's own falls below it.
    least = min(100 * free_share(folder) for folder in (portal.data, Path("/tmp")))
    monkeypatch.setenv("ALERT_DISK_FREE_PERCENT", str(min(10, int(least / 2))))
    portal.manage("outbox", "sweep")
    with watched(portal, sink) as seen:
        seen.expect_quiet()
        (small_disk / "full").write_bytes(bytes(16 * 1024**2 - 65536))
        seen.expect_told("disk_full")
        (small_disk / "full").unlink()
        seen.expect_ended("disk_full")
    assert seen.fired == PARTS["disk"]


def free_share(folder: Path) -> float:
    """Return the free share of the disk of a folder."""
    usage = shutil.disk_usage(folder)
    return usage.free / usage.total


@pytest.mark.timeout(MAX_SECONDS)
def test_without_worker_and_mail_server_the_web_process_and_the_command_tell(
    portal: Installation, sink: PickySink, processes: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.python(RECORD.format(to="reader@example.org"))
    portal.execute(EVENTS_OLDER)
    # No worker at all: the web process watches by itself, after a request.
    processes(portal.serve())
    ask(portal)
    wait_for(lambda: portal.query("SELECT 1 FROM operations_alert WHERE rule = 'worker_stopped'"), "the watch", 60)
    portal.execute("UPDATE operations_alert SET began_at = began_at - interval '1 hour'")
    portal.execute(HEARTBEAT_OLDER.format("watch"))
    wait_for(lambda: ask(portal) and sink.to(DUTY), "the mail of the web process", 120, every=2)
    # The mail server goes too: the command says so to whoever runs it.
    portal.mail_port = spare_port()
    portal.execute("DELETE FROM operations_alertmail")
    portal.execute("UPDATE operations_alert SET told_at = NULL")
    command: list[Any] = [sys.executable, "manage.py", "alerts"]
    done = subprocess.run(command, env=portal.env, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 1 and "worker_stopped" in done.stdout
    assert "could not be sent" in done.stderr


def ask(portal: Installation) -> bool:
    """Ask the web process for its sign of life."""
    return bool(urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/health/live").read())
