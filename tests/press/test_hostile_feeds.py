"""Every good feed is read, and every bad one ends in time, without a connection to anything but what was asked."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from press.reading import fetching, parsing
from press.reading.errors import UnreadableFeedError
from press.reading.fetching import Answer, Validators, ask
from tests.press.feed_server import ADDRESS, BAD, GOOD, TITLE, TITLES, Media, serving

# Here the slow ones get less than in a round, so that the test does not wait for them.
SECONDS, SHORT = 12.0, replace(fetching.LIMITS, seconds=2.5)


def fetched(name: str) -> tuple[Answer | str, float]:
    """A source's answer, or the problem with it, and the seconds it took."""
    began = time.monotonic()
    try:
        # A host for each, because a host gets one connection at a time.
        return ask(f"http://{name}.example/{name}", Validators()), time.monotonic() - began
    except UnreadableFeedError as error:
        return error.problem, time.monotonic() - began


def parsed(answer: Answer | str) -> tuple[list[str], str, float]:
    """The titles of a feed, or the problem with it, and the seconds it took."""
    if isinstance(answer, str):
        return [], answer, 0.0
    began = time.monotonic()
    assert answer.body is not None
    try:
        feed = parsing.read_feed(answer.body, answer.content_type, answer.url, "en")
        return [each["title"] for each in feed["items"]], "", time.monotonic() - began
    except UnreadableFeedError as error:
        return [], error.problem, time.monotonic() - began


def read(names: Iterable[str]) -> dict[str, tuple[list[str], str, float]]:
    """The same by name, asked in eight threads and parsed in one, as a round does."""
    told = {}
    with ThreadPoolExecutor(8) as pool:
        for name, (answer, waited) in zip(names, pool.map(fetched, names), strict=True):
            titles, problem, seconds = parsed(answer)
            told[name] = titles, problem, waited + seconds
    return told


def test_good_ones_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(monkeypatch, GOOD):
        told = read(GOOD)
    assert {name: (titles[:1], problem) for name, (titles, problem, _seconds) in told.items()} == {
        name: ([TITLES.get(name, TITLE)], "") for name in GOOD
    }
    assert len(told["long"][0]) == 100


def test_bad_ones_end_in_time_and_reach_nothing(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    assert fetching.LIMITS.seconds + parsing.LONGEST < 0.8 * SECONDS
    settings.CHECKS_ARE_ISOLATED = True
    monkeypatch.setattr(fetching, "LIMITS", SHORT)
    # Started before, as in a worker that has been reading for a while.
    list(parsing.helper.ask({"body": "", "content_type": "", "url": "", "language": "en"}, seconds=60, total=60))
    try:
        with serving(monkeypatch, BAD) as connections:
            told = read(BAD)
    finally:
        parsing.helper.kill()
    assert {name: titles for name, (titles, _problem, _seconds) in told.items() if titles} == {}
    assert {name: seconds for name, (_titles, _problem, seconds) in told.items() if seconds > SECONDS} == {}
    # One port too: every other would be another server.
    assert {address for address, _port in connections} == {ADDRESS} and len(set(connections)) == 1
    problems = {name: problem for name, (_titles, problem, _seconds) in told.items()}
    expected = {
        "to-cloud": "forbidden", "to-file": "forbidden", "to-ssh": "forbidden", "loop": "broken", "bomb": "too-large",
        "large": "too-large", "laughs": "dangerous", "laughs-utf-16": "dangerous", "laughs-broken": "dangerous",
        "reads-files": "dangerous", "reads-web": "dangerous", "deep": "dangerous", "deep-broken": "dangerous",
        "page": "no-feed", "empty": "no-feed", "file-name": "no-feed", "address": "no-feed", "deep-json": "no-feed",
        "missing": "missing", "fault": "broken", "refused": "refused", "busy": "busy", "drip-body": "slow",
        "drip-headers": "slow", "silent": "slow",
    }  # fmt: skip
    assert {name: problems[name] for name in expected} == expected
    # What is too large is not taken in whole.
    assert Media.sent < 40_000_000


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://user:pw@bad.example/", "http://127.0.0.1:22/", "no address", "http://"]
)
def test_what_is_no_public_address_is_not_asked(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    with serving(monkeypatch, {}) as connections:
        with pytest.raises(UnreadableFeedError):
            ask(address, Validators())
        assert connections == [] or "user" in address
