"""`make drill`: every drill test belongs to one drill, what passed at a commit is skipped, and a long one is ended.

Two run at a time, but nothing beside one that measures time.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tools import drill

TESTS = [f"tests/browser/test_demo_kinds.py::test[{number}]" for number in range(10)] + ["tests/tenancy/test_a.py::t"]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(drill, "KEPT", tmp_path / "var" / "drills.json")
    monkeypatch.setattr(drill, "PRINTED", tmp_path / "var" / "drills")
    return drill.KEPT


def test_parts_hold_every_test_once() -> None:
    pages = [each for each in drill.DRILLS if each.name.startswith("pages-")]

    assert sorted(test for part in pages for test in part.of(TESTS)) == sorted(TESTS[:10])


def test_a_name_stands_for_all_its_parts() -> None:
    assert [each.name for each in drill.named(["pages", "tenancy"])] == [
        "tenancy", "pages-1", "pages-2", "pages-3", "pages-4",
    ]  # fmt: skip
    assert drill.named(["pages", "nothing"]) == []
    assert drill.named([]) == drill.DRILLS


def test_what_passed_is_remembered_for_its_commit_alone(kept: Path) -> None:
    drill.keep("a" * 40, "walk", 12.34)

    assert drill.passed_at("a" * 40) == {"walk": 12.3}
    assert drill.passed_at("b" * 40) == {}
    assert drill.passed_at(None) == {}


def test_what_passed_is_skipped_and_what_failed_is_told(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tenancy, walk = drill.named(["tenancy", "walk"])
    monkeypatch.setattr(drill, "collect", lambda: TESTS)
    monkeypatch.setattr(drill, "run", lambda each, tests: (1.0, "FAILED" if each is walk else ""))

    assert drill.run_all([tenancy, walk], [tenancy, walk], "a" * 40) == 1
    assert drill.passed_at("a" * 40) == {"tenancy": 1.0}
    assert drill.run_all([tenancy], [tenancy, walk], "a" * 40) == 0
    assert "walk: passed at this commit already" in capsys.readouterr().out


class Clock:
    """The drills that run at each moment, when a drill takes a fifth of a second."""

    def __init__(self) -> None:
        self.now: list[str] = []
        self.together: list[set[str]] = []

    def run(self, each: drill.Drill, _tests: list[str]) -> tuple[float, str]:
        self.now.append(each.name)
        self.together.append(set(self.now))
        time.sleep(0.2)
        self.now.remove(each.name)
        return 0.2, ""


@pytest.mark.parametrize(
    ("at_once", "together"),
    [(2, {"tenancy", "walk"}), (1, set())],
)
def test_two_run_at_a_time_and_nothing_beside_one_that_measures_time(
    at_once: int, together: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(drill, "run", clock.run)
    waiting = drill.named(["tenancy", "attack", "elasticsearch", "walk"])

    ended = [each.name for each, _seconds, _fault in drill.results(waiting, TESTS, at_once)]

    assert sorted(ended[:2]) == ["tenancy", "walk"] and ended[2:] == ["attack", "elasticsearch"]
    assert {frozenset(names) for names in clock.together if len(names) > 1} == ({frozenset(together)} - {frozenset()})


def test_what_measures_time_runs_alone() -> None:
    timed = {each.name for each in drill.DRILLS if each.is_timed}
    assert timed >= {"attack", "move-in", "loss-sqlite", "loss-postgresql", "loss-slopes", "elasticsearch"}


def instead(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let every drill run a script instead of pytest."""
    popen = drill.subprocess.Popen
    monkeypatch.setattr(
        drill.subprocess, "Popen", lambda command, **options: popen([sys.executable, "-c", script], **options)
    )


def test_what_a_drill_prints_is_kept_and_shown_when_it_has_ended(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    instead(monkeypatch, "print('seventy walks')")

    assert drill.run(drill.DRILLS[0], [])[1] == ""
    assert "seventy walks" in capsys.readouterr().out
    assert "seventy walks" in (drill.PRINTED / f"{drill.DRILLS[0].name}.log").read_text()


def test_a_drill_that_takes_too_long_is_ended(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill, "DEADLINE", 0.2)
    instead(monkeypatch, "import time; time.sleep(60)")

    seconds, fault = drill.run(drill.DRILLS[0], [])

    assert fault == "FAILED (it took too long)"
    assert seconds < 10
    assert not drill.RUNNING


def test_what_still_runs_ends_with_an_interruption(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import time; time.sleep(60)")
    began = time.monotonic()
    running = drill.results(drill.named(["tenancy", "walk"]), TESTS, 2)

    def interrupt(*_: object) -> None:
        while len(drill.RUNNING) < 2:
            time.sleep(0.01)
        raise KeyboardInterrupt

    monkeypatch.setattr(drill, "as_completed", interrupt)
    with pytest.raises(KeyboardInterrupt):
        next(running)

    assert time.monotonic() - began < 10
