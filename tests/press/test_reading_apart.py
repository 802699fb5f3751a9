"""Feeds are read in a process of their own, and a fault there ends nothing in the worker."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import pytest
import time_machine

from common.helper_process import HelperError, NoHelperError
from press.models import FetchState, Item
from press.polling import rounds
from press.reading import apart
from press.reading.errors import FeedProblem
from tests.press.feed_server import GOOD_RSS, serving
from tests.press.press_helpers import make_source
from tools.packages import REPOSITORY, SOURCE_ROOTS

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 17, 1, 0, tzinfo=dt.UTC)
FEED = {"rss": (200, {"Content-Type": "text/xml"}, GOOD_RSS.encode())}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_the_process_that_reads_has_no_models_and_answers(settings) -> None:
    loaded = "import sys, press.reading.apart; print([name for name in sys.modules if name == 'django.db'])"
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, SOURCE_ROOTS))}
    shown = subprocess.run([sys.executable, "-c", loaded], env=paths, cwd=REPOSITORY, capture_output=True, check=True)
    assert shown.stdout.strip() == b"[]"
    settings.CHECKS_ARE_ISOLATED = True
    source = make_source(feed="http://169.254.169.254/latest")
    try:
        assert [(told.source, told.problem) for told in rounds.read_due_sources()] == [(source, "forbidden")]
    finally:
        apart.helper.kill()
    assert FetchState.objects.get(source=source).problem == FeedProblem.FORBIDDEN


@pytest.mark.parametrize("error", [HelperError, NoHelperError])
def test_a_reader_that_dies_leaves_what_it_read_and_the_rest_due(monkeypatch, clock, error) -> None:
    read_one, other = make_source(feed="http://a.example/rss"), make_source(feed="http://b.example/rss")
    real = rounds.read_apart

    def dying(sources, seconds):
        yield from real(sources[:1], seconds)
        raise error

    with serving(monkeypatch, FEED):
        with monkeypatch.context() as patch:
            patch.setattr(rounds, "read_apart", dying)
            assert len(rounds.read_due_sources()) == 1 and Item.objects.count() == 1
        clock.shift(rounds.TAKEN_FOR)
        assert [told.problem for told in rounds.read_due_sources()] == [""]
    assert {read_one.items.count(), other.items.count()} == {1}


def test_where_no_process_can_parse_a_source_is_not_to_blame(monkeypatch) -> None:
    source = make_source(feed="http://paper.example/rss")
    monkeypatch.setattr(apart, "read_feed", raising(NoHelperError))
    with serving(monkeypatch, FEED):
        [told] = rounds.read_due_sources()
    state = FetchState.objects.get(source=source)
    assert (told.problem, state.problem, state.last_ok_at) == ("", "", None)


def raising(error):
    """A function that raises an error, whatever it is called with."""

    def fail(*args):
        raise error

    return fail
