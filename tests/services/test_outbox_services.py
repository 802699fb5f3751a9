"""Real workers, killed and cut off: every effect happens once and in order, in both ways to run."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable

import pytest

from tests.services.outbox import RECORD, SETTINGS, SWEEP, Drill, in_order
from tests.services.portal import WORKER_OPTIONS
from tests.services.servers import Process, Redis, wait_for
from tests.services.test_outbox_canary import MISSED

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]

# A worker's log, when a message that it has sent to itself came back through the broker.
CANARY_HEARD = "Task outbox.canary["


def test_effects_follow_a_commit_at_once(drill, processes):
    processes(drill.portal.worker())
    follow = """
import time
from tests.outbox.drill.models import Applied
def delay(number):
    happen(number, aggregate=f"thing:{number}")
    began = time.monotonic()
    while not Applied.objects.filter(number=number).exists():
        time.sleep(0.005)
    return time.monotonic() - began
print(sorted(delay(number) for number in range(9))[4])
"""
    # Half of what the sweep alone would need in the middle.
    assert float(drill.record(follow)) < SWEEP / 2


def test_a_worker_killed_during_an_effect(drill, processes):
    drill.hold()
    drill.record("for number in range(5): happen(number, hold=number == 1)")
    worker = processes(drill.portal.worker())
    drill.wait_until_held()
    worker.kill()
    assert drill.applied() == in_order(range(1))
    drill.let_go()
    processes(drill.portal.worker())
    drill.settle()
    assert sorted(drill.applied()) == sorted(in_order(range(5)))


def test_a_worker_killed_between_commit_and_effects(drill, processes):
    processes(drill.portal.worker()).kill()
    drill.record("for number in range(5): happen(number)")
    assert drill.pending() == 5
    processes(drill.portal.worker())
    drill.settle()
    assert sorted(drill.applied()) == sorted(in_order(range(5)))


def test_a_worker_killed_while_it_works_outside(drill, processes):
    drill.hold()
    drill.record('happen(1, kind="drill.sent", hold=True); happen(2, kind="drill.sent", aggregate="thing:2")')
    worker = processes(drill.portal.worker())
    drill.wait_until_held()
    worker.kill()
    drill.let_go()
    processes(drill.portal.worker())
    drill.settle()
    assert sorted(drill.sent()) == [1, 2]


def test_a_worker_killed_between_the_mail_server_s_yes_and_the_record_of_it_sends_again(drill, processes):
    """The only way in which a mail goes out twice; both carry one Message-ID, by which mail programs know them."""
    drill.hold()
    drill.record("from mail.sending import send\nwith transaction.atomic(): send('a@example.org', 'Waiting', 'Now.')")
    worker = processes(drill.portal.worker())
    drill.wait_until_held()
    worker.kill()
    drill.let_go()
    drill.record("from outbox.models import Event; Event.objects.update(leased_until=None)")
    processes(drill.portal.worker())
    drill.settle()
    letters = [file.read_text() for file in (drill.data / "mail").iterdir()]
    sent = re.findall(r"^Message-ID: (.+)$", "".join(letters), re.MULTILINE)
    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_outside_work_is_done_once_and_holds_nothing_up(drill, processes):
    drill.hold()
    drill.record('happen(1, kind="drill.sent", hold=True)')
    processes(drill.portal.worker())
    drill.wait_until_held()
    took = drill.record(
        "import time; began = time.monotonic(); happen(2, aggregate='thing:2'); print(time.monotonic() - began)"
    )
    assert float(took) < 0.5
    # By the sweep or another process: they have looked at the held work too and left it alone.
    wait_for(lambda: len(drill.applied()) == 2, "the effects of another aggregate")
    drill.let_go()
    drill.settle()
    assert drill.sent() == [1]


def test_without_a_broker_effects_follow_and_nobody_waits(served, redis, processes):
    worker = processes(served.portal.worker())
    redis.stop()
    try:
        took = served.record("import time; began = time.monotonic(); happen(1); print(time.monotonic() - began)")
        assert float(took) < 1
        served.settle()
        assert sorted(served.applied()) == in_order(range(1, 2))
    finally:
        redis.start()
    hear_again(served, worker, processes)
    served.record("happen(2)")
    served.settle()
    assert sorted(served.applied()) == sorted(in_order(range(1, 3)))


def test_a_worker_that_starts_without_a_broker_carries_out_effects(served, redis, processes):
    redis.stop()
    try:
        # Not until it is ready: that it says when it hears the broker.
        processes(served.portal.celery("worker", "-c", "2", "-l", "info", *WORKER_OPTIONS))
        served.record("happen(1)")
        served.settle()
        assert sorted(served.applied()) == in_order(range(1, 2))
    finally:
        redis.start()


def hear_again(drill: Drill, worker: Process, processes: Callable[[Process], Process]) -> None:
    """Wait until a worker hears the broker again.

    Celery tries to connect after 2, 4, 6 seconds and so on. A worker that is connected and hears nothing is ended by
    its canary; then the next one is started, as a supervisor does.
    """
    log = drill.portal.log("worker")
    heard = log.read_text().count(CANARY_HEARD)
    wait_for(lambda: log.read_text().count(CANARY_HEARD) > heard or not worker.running(), "the worker to hear", 90)
    if not worker.running():
        assert MISSED in log.read_text()
        processes(drill.portal.worker())


def test_a_hung_broker_holds_up_a_commit_for_less_than_two_seconds_once(served, redis):
    commits = """
import time
def took(number):
    began = time.monotonic()
    happen(number)
    return time.monotonic() - began
took(0)
print("go", flush=True)
input()
print(took(1), took(2), flush=True)
"""
    first, second = times_with_hung_broker(served, commits, redis)
    assert first < 2
    assert second < 0.2


def times_with_hung_broker(drill: Drill, script: str, redis: Redis) -> list[float]:
    """Run a script that has spoken to Redis, hang Redis while it waits, and give the times it then prints."""
    command = [sys.executable, "-c", f"import django; django.setup()\n{RECORD}\n{script}"]
    with subprocess.Popen(
        command, env=drill.portal.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        redis.hang()
        try:
            said, _ = process.communicate("\n", timeout=20)
        finally:
            redis.resume()
    return [float(word) for word in said.split()]


def test_a_change_made_while_its_event_runs_gets_an_event_of_its_own(served, processes):
    served.hold()
    first = served.record('print(happen(1, key="index", hold=True).id)')
    processes(served.portal.worker())
    served.wait_until_held()
    assert served.record('print(happen(2, key="index").id)') != first
    served.let_go()
    served.settle()
    assert sorted(served.applied()) == sorted(in_order(range(1, 3)))


PRODUCE = """
import random, time
for number in range(160):
    hot = number % 2 == 0
    happen(number, aggregate=f"thing:{number % 5 if hot else number}", poison=number % 40 == 7)
    time.sleep(0.02)
"""


def test_two_workers_under_fire(served, redis, processes):
    """Handlers that fail now and then, poison, killed workers, a broker wiped before the last events."""
    worker = processes(served.portal.worker())
    producer = processes(served.portal.script(RECORD + PRODUCE))
    for effects in (20, 80, 140):
        wait_for(lambda done=effects: len(served.applied()) >= done, f"{effects} effects")
        wait_for(lambda: len(worker.children()) == 2, "a killed worker's successor")
        os.kill(worker.children()[0], signal.SIGKILL)
    redis.stop()
    producer.popen.wait(20)
    redis.start()
    assert producer.popen.returncode == 0
    wait_for(lambda: not served.pending() or not worker.running(), "all events, or a deaf worker's end", 90)
    if served.pending():
        # Its canary ended it after the broker came back; a supervisor would start the next one.
        processes(served.portal.worker())
    served.settle(90)
    check_effects(served)


def check_effects(drill: Drill) -> None:
    """Each effect once, except the second one of poison, which is dead; each aggregate's in order."""
    rows = drill.applied()
    poison = {number for number in range(160) if number % 40 == 7}
    assert sorted(number for handler, _, number in rows if handler == "first") == list(range(160))
    whole = [number for number in range(160) if number not in poison]
    assert sorted(number for handler, _, number in rows if handler == "second") == whole
    sequences = defaultdict(list)
    for handler, aggregate, number in rows:
        sequences[handler, aggregate].append(number)
    assert all(numbers == sorted(numbers) for numbers in sequences.values())
    status = drill.portal.manage("outbox", "status")
    assert f"{len(poison)} dead" in status
    assert status.count("poison") == len(poison)


def test_the_outbox_on_postgresql(served):
    """The tests of tests/outbox, on the other database."""
    folder = "tests/outbox"
    of_wagtail = [f"--ignore={folder}/test_{name}.py" for name in ("wagtail", "dead_letters")]
    options = [f"--ds={SETTINGS}", f"--confcutdir={folder}", *of_wagtail]
    assert " passed" in served.portal.tests(folder, *options)


def test_beat_keeps_its_schedule_with_the_data(drill, processes):
    beat = processes(drill.portal.beat())
    wait_for(lambda: list((drill.data / "celery").glob("beat*")), "the schedule of beat")
    assert beat.running()
