"""Commands that may take long say all the time that they are at work."""

from __future__ import annotations

import inspect
import io
import time
from itertools import pairwise

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import OutputWrapper

from common.long_command import PAUSE, LongCommand, WorkNotice

# Own commands that need not tell: what they do is short, or they say themselves what they serve.
SHORT = {
    "alerts": "a run by the clock: a number of queries that does not grow, and the mails that are due",
    "demo_code": "prints six digits",
    "discussions": "reads one setting or changes one row",
    "doctor": "each check has its own deadline and its own line",
    "lmtp": "a server",
    "outbox": "works in batches of milliseconds, or is a sweep by the clock",
    "person": "reads one person's rows",
    "publish_scheduled": "a run by the clock",
    "receive": "takes one mail",
    "run": "a server; each step of its start is a command of its own",
}


class Stream(io.StringIO):
    """Keeps when each line was written."""

    def __init__(self, is_terminal=False):
        super().__init__()
        self.is_terminal, self.times = is_terminal, []

    def isatty(self):
        return self.is_terminal

    def write(self, text):
        self.times.append(time.monotonic())
        return super().write(text)


def told(is_terminal=False, seconds=0.6):
    stream = Stream(is_terminal)
    began = time.monotonic()
    with WorkNotice(lambda: OutputWrapper(stream), "rows", pause=0.1) as notice:
        time.sleep(seconds / 2)
        notice.say("1,200 rows written")
        time.sleep(seconds / 2)
    return stream, [began, *stream.times, time.monotonic()]


def test_the_largest_silence_is_a_pause():
    stream, times = told()
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("  rows: at work for") and lines[-1].startswith("  1,200 rows written: at work for")
    # A busy machine may be late by some tenths of a second.
    assert max(after - before for before, after in pairwise(times)) < 0.5
    assert PAUSE < 2


def test_a_terminal_has_one_line_that_goes_at_the_end():
    stream, _times = told(is_terminal=True)
    assert "\n" not in stream.getvalue() and stream.getvalue().endswith("\r\x1b[K")


def test_short_work_says_nothing():
    assert told(seconds=0)[0].getvalue() == ""


def is_own(command):
    file = inspect.getfile(type(command))
    return "site-packages" not in file and file.startswith(str(settings.REPOSITORY))


def test_every_own_command_tells_or_is_short():
    commands = {name: load_command_class(package, name) for name, package in get_commands().items()}
    silent = {name for name, command in commands.items() if is_own(command) and not isinstance(command, LongCommand)}
    assert silent - SHORT.keys() == set()
    assert SHORT.keys() <= silent


@pytest.mark.django_db
def test_a_rebuild_says_how_many_rows_are_written(monkeypatch):
    out, said = Stream(), []
    monkeypatch.setattr("common.long_command.WorkNotice.say", lambda self, what: said.append(what))
    call_command("search_index", "rebuild", stdout=out, stderr=Stream())
    assert "rows written" in out.getvalue()
    assert said[-1] == "comparing the index with the rows"


@pytest.mark.django_db
def test_a_slow_step_of_a_rebuild_is_told(monkeypatch):
    monkeypatch.setattr(WorkNotice.__init__, "__kwdefaults__", {"pause": 0.05})
    monkeypatch.setattr("search.reconciler.rewrite_rows", lambda tell: [tell(7), time.sleep(0.3)] and 7)
    errors = Stream()
    call_command("search_index", "rebuild", stdout=Stream(), stderr=errors)
    assert "  7 rows written: at work for 0 s\n" in errors.getvalue()
