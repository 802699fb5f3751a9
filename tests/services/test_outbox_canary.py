"""A worker that lives but hears nothing ends, and is started again; one whose broker is away goes on."""

from __future__ import annotations

import json
import sys
import time

import pytest

from tests.outbox.settings import OUTBOX_CANARY_TIMEOUT as PATIENCE
from tests.services.outbox import Drill
from tests.services.servers import Process, Redis, start, wait_for

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]

MISSED = "No message came through the broker"
SUPERVISE = """
import json, os, signal, sys
from portal.embedded.supervisor import Supervisor
supervisor = Supervisor({"worker": json.loads(sys.argv[1])}, dict(os.environ))
signal.signal(signal.SIGTERM, lambda *_: supervisor.stop())
supervisor.start("worker")
supervisor.watch()
"""


def said(drill: Drill) -> str:
    return drill.portal.log("worker").read_text()


def test_a_deaf_worker_ends_with_an_error(drill, processes):
    (drill.data / "deaf").touch()
    worker = processes(drill.portal.worker())
    wait_for(lambda: not worker.running(), "the deaf worker to end", PATIENCE * 2 + 25)
    assert worker.popen.returncode == 70
    assert MISSED in said(drill)


def test_the_supervisor_starts_it_again_and_the_new_one_hears(drill, processes):
    (drill.data / "deaf").touch()
    processes(supervised(drill))
    wait_for(lambda: said(drill).count(" ready.") == 2, "the worker's successor", 60)
    before = said(drill).count(" received")
    drill.record("happen(1)")
    wait_for(lambda: said(drill).count(" received") > before, "a message to be heard")


def supervised(drill: Drill) -> Process:
    """A worker under the supervisor of `manage.py run`."""
    command = drill.portal.command("worker", "-l", "info")
    return start([sys.executable, "-c", SUPERVISE, json.dumps(command)], drill.portal.log("worker"), drill.portal.env)


def test_a_worker_that_hears_goes_on(drill, processes):
    worker = processes(drill.portal.worker())
    heard = said(drill).count("outbox.canary")
    wait_for(lambda: said(drill).count("outbox.canary[") > heard + 12, "canaries for twice its patience", 30)
    assert worker.running()
    assert MISSED not in said(drill)


@pytest.mark.parametrize("fault", ["stop", "hang"])
def test_a_worker_whose_broker_is_away_goes_on_and_hears_again(served, redis, processes, fault):
    worker = processes(served.portal.worker())
    getattr(redis, fault)()
    try:
        # Longer than a worker may hear nothing.
        wait_for(
            lambda: said(served).count("The canary message could not be sent") >= 2, "canaries that cannot be sent", 40
        )
        time.sleep(PATIENCE * 1.5)
    finally:
        back(redis, fault)
    before = said(served).count("outbox.canary[")
    wait_for(lambda: said(served).count("outbox.canary[") > before, "a canary to come back", 40)
    assert worker.running()
    assert MISSED not in said(served)


def back(redis: Redis, fault: str) -> None:
    redis.start() if fault == "stop" else redis.resume()
