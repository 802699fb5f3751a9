"""`make drill`: every drill test belongs to one drill, what passed at a commit is skipped, and a long one is ended."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import drill

TESTS = [f"tests/browser/test_demo_kinds.py::test[{number}]" for number in range(10)] + ["tests/tenancy/test_a.py::t"]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(drill, "KEPT", tmp_path / "var" / "drills.json")
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


def test_a_drill_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill, "DEADLINE", 0.2)
    popen = drill.subprocess.Popen
    monkeypatch.setattr(
        drill.subprocess,
        "Popen",
        lambda command, **options: popen([sys.executable, "-c", "import time; time.sleep(60)"], **options),
    )

    seconds, fault = drill.run(drill.DRILLS[0], [])

    assert fault == "FAILED (it took too long)"
    assert seconds < 10
