"""A helper is asked, killed when it is late, and replaced."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from common import helper_process
from common.helper_process import HelperError, HelperProcess, NoHelperError
from tools.packages import REPOSITORY, SOURCE_ROOTS

IMPORTS = "from common.helper_process import serve; from tests.common.helper_answers import answer; "


def start_with(idle: float) -> Callable[..., subprocess.Popen[bytes]]:
    """Start a helper without Django, which takes seconds."""

    def start(*args: object) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, SOURCE_ROOTS))}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        command = [sys.executable, "-c", f"{IMPORTS} serve(answer, {idle})"]
        return subprocess.Popen(command, env=environment, cwd=REPOSITORY, **pipes)

    return start


@pytest.fixture
def helper(monkeypatch: pytest.MonkeyPatch) -> Iterator[HelperProcess]:
    monkeypatch.setattr(helper_process, "start", start_with(30))
    made = HelperProcess("tests.common.helper_answers.answer")
    yield made
    made.kill()


def ask(helper: HelperProcess, seconds: float = 5, total: float = 10, **request: object) -> tuple[int, object]:
    first, last = helper.ask(request, seconds=seconds, total=total)
    return first["of"], last["got"]


def test_one_helper_answers_many_requests_and_what_it_prints_is_no_answer(helper: HelperProcess) -> None:
    first, got = ask(helper, name="ស្ត្រី\n")
    assert (got, first != os.getpid()) == ({"name": "ស្ត្រី\n"}, True)
    assert ask(helper, print=True) == (first, {"print": True})


@pytest.mark.parametrize("how", [{"hang": True}, {"die": True}])
def test_one_that_hangs_or_dies_is_killed_and_replaced(helper: HelperProcess, how: dict[str, bool]) -> None:
    answers = helper.ask(how, seconds=0.3, total=5)
    first = next(answers)["of"]
    began = time.monotonic()
    with pytest.raises(HelperError):
        next(answers)
    assert time.monotonic() - began < 3
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert ask(helper)[0] != first


def test_all_answers_together_have_a_limit(helper: HelperProcess) -> None:
    ask(helper)
    with pytest.raises(HelperError):
        list(helper.ask({"pause": 5}, seconds=10, total=0.3))


def test_whoever_wants_no_more_leaves_nothing_for_the_next(helper: HelperProcess) -> None:
    answers = helper.ask({"old": True}, seconds=5, total=5)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert ask(helper, new=True)[1] == {"new": True}


def test_one_that_ended_itself_is_replaced(helper: HelperProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helper_process, "start", start_with(0.01))
    first = ask(helper)[0]
    time.sleep(0.3)
    assert ask(helper)[0] != first


def test_where_none_starts_nobody_waits_for_ever(helper: HelperProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(helper_process, "start", fail)
    with pytest.raises(NoHelperError):
        ask(helper)


def test_it_ends_with_its_parent(helper: HelperProcess) -> None:
    """Its standard input is closed then, by whatever the parent died of."""
    ask(helper)
    child = helper._child
    assert child
    assert child.stdin
    child.stdin.close()
    assert child.wait(timeout=5) == 0
