"""Reading many sources at once in a helper process, which alone holds what their servers send.

It has no models: what their servers send takes none of the worker's memory, and no fault of a parser ends the worker.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from typing import Any, Required, TypedDict
from urllib.parse import urlsplit

from django.conf import settings

from common.helper_process import HelperProcess, NoHelperError
from press.reading.errors import UnreadableFeedError
from press.reading.fetching import Answer, Validators, WaitError, ask
from press.reading.items import ReadFeed
from press.reading.parsing import read_feed

logger = logging.getLogger(__name__)

THREADS = 8
# Seconds that sources which were begun in time may take over.
OVER = 25.0

helper = HelperProcess("press.reading.apart.answer", sets_up_django=False)
# Parsing takes many times the memory of a document: one is parsed at a time.
_parsing = threading.Lock()


class AskedSource(TypedDict):
    """A source to read: its feed, what is known of its last answer, and the language of items with few letters."""

    source: int
    feed: str
    etag: str
    modified: str
    digest: str
    language: str


class RoundRequest(TypedDict):
    """The sources to read in a round, and the seconds after which none is begun."""

    sources: list[AskedSource]
    seconds: float


class ToldSource(TypedDict, total=False):
    """The result of reading a source: the answer without its document, and the feed where it is new; or a problem.

    With neither, no process was free to parse it. `wait` are the seconds for which its server wants to be left alone.
    """

    source: Required[int]
    answer: dict[str, Any]
    feed: ReadFeed
    problem: str
    wait: int


def read_apart(sources: list[AskedSource], seconds: float) -> Iterator[ToldSource]:
    """Read sources in the helper process, and yield the outcomes as they come; none is begun after the seconds.

    Raises HelperError when the helper dies or hangs, and NoHelperError when none starts or is free.
    """
    request = RoundRequest(sources=sources, seconds=seconds)
    if not settings.CHECKS_ARE_ISOLATED:
        return answer(request)
    return helper.ask(request, seconds=seconds + OVER, total=seconds + OVER)


def answer(request: RoundRequest) -> Iterator[ToldSource]:
    """Yield the outcome of each source of a round, inside the helper process: hosts in parallel."""
    until = time.monotonic() + request["seconds"]
    with ThreadPoolExecutor(THREADS) as pool:
        for told in as_completed([pool.submit(_read_all, group, until) for group in by_host(request["sources"])]):
            yield from told.result()


def by_host(sources: Iterable[AskedSource]) -> list[list[AskedSource]]:
    """Return sources in groups of one host each, because a host gets one connection at a time."""
    groups: defaultdict[str, list[AskedSource]] = defaultdict(list)
    for source in sources:
        groups[urlsplit(source["feed"]).hostname or ""].append(source)
    return list(groups.values())


def answer_of(told: ToldSource) -> Answer:
    """Return the answer of a source that was read, without its document. Raises UnreadableFeedError with a problem."""
    if "problem" in told:
        raise WaitError(told["problem"], told["wait"])
    return Answer(**{**told["answer"], "validators": Validators(**told["answer"]["validators"])})


def _read_all(sources: list[AskedSource], until: float) -> list[ToldSource]:
    """Return the outcomes of one host's sources, read one after the other."""
    told: list[ToldSource] = []
    for source in sources:
        if time.monotonic() >= until:
            break
        try:
            told.append(_read(source))
        except UnreadableFeedError as error:
            wait = error.wait if isinstance(error, WaitError) else 0
            told.append(ToldSource(source=source["source"], problem=error.problem, wait=wait))
        except NoHelperError:
            logger.exception("No process could read the feed of source %s.", source["source"])
            told.append(ToldSource(source=source["source"]))
    return told


def _read(source: AskedSource) -> ToldSource:
    """Return the outcome of a source. Raises UnreadableFeedError with the problem, or NoHelperError."""
    got = ask(source["feed"], Validators(source["etag"], source["modified"]))
    told = ToldSource(source=source["source"], answer=asdict(got))
    body = told["answer"].pop("body")
    if body is not None and got.digest != source["digest"]:
        with _parsing:
            told["feed"] = read_feed(body, got.content_type, got.url, source["language"])
    return told
