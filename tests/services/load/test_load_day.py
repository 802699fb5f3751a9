"""A day of load in twenty seconds, on a real portal: the people do their work, and what goes wrong is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.load import verdicts
from tests.bench.load.day import Day
from tests.bench.load.portal import EMBEDDED, loaded_portal
from tests.bench.load.run import judged, live
from tests.bench.load.verdicts import Request
from tests.services.processes import REPOSITORY

pytestmark = pytest.mark.services
DAY = Day(seconds=20, readers=8, officers=2, editors=1, pollers=1, subscribers=10, pause=1)
WORK = {
    "reader: front page", "reader: piece", "reader: search", "poller: feed", "officer: sign in", "officer: autosave",
    "officer: photo", "officer: send", "officer: translate", "officer: sentence", "editor: second factor",
    "editor: queue",
}  # fmt: skip


def test_a_day_takes_place_and_a_broken_portal_is_told(tmp_path: Path) -> None:
    with loaded_portal(EMBEDDED, tmp_path, DAY, pages=0, with_elasticsearch=False) as running:
        outcome = live(running, DAY, tmp_path)
        running.processes["web"].stop()
        (tmp_path / "requests").unlink()
        broken = live(running, Day(seconds=4, readers=3, officers=0, editors=0, pollers=0, pause=0.5, step=1), tmp_path)

    assert {request.name for request in outcome.requests} >= WORK
    found = {verdict.what.split(" of the")[0]: verdict for verdict in judged(outcome, DAY)}
    for what in ("errors", "oldest event", "requests of readers", "mails of digests and mailing", "looks that failed"):
        assert found[what].is_met, f"{found[what]}: {[each for each in outcome.requests if each.error][:3]}"
    # How fast it was says nothing while other tests run; but it was measured.
    assert "nan" not in f"{found['p95 of readers']}{found['p95 of officers']}"
    assert outcome.sent == 4
    assert set(outcome.watch.memory) and all("web" in name or "worker" in name for name in outcome.watch.memory)
    assert not verdicts.of_errors(broken.requests).is_met


def test_what_is_asked_stands_in_a_table() -> None:
    requests = [Request(1, "reader: list", 10, ""), Request(2, "reader: piece", 30, "500")]

    rows = [line.split() for line in verdicts.table(requests)]

    assert [row[-5:] for row in rows[1:]] == [
        ["2", "10", "30", "30", "1"],
        ["1", "10", "10", "10", "0"],
        ["1", "30", "30", "30", "1"],
    ]


def test_locust_changes_no_process_but_its_own() -> None:
    """It patches Python's sockets when it is imported: neither pytest nor the process that starts a day imports it."""
    code = "import sys, tests.bench.load.__main__; print({'locust', 'gevent'} & set(sys.modules))"
    env = {"PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'site'}", "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, env=env, capture_output=True, text=True)

    assert done.stdout.strip() == "set()", done.stderr
    assert not {"locust", "gevent"} & set(sys.modules)
