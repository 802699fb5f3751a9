"""A round: the feeds that are due are asked at the same time, each host by one thread alone."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

import outbox
from common.helper_process import NoHelperError
from press.models import FetchState, Source
from press.outbox_events import PRESS_ROUND, RoundPayload
from press.own_site.proving import host_of
from press.polling import storing
from press.reading.errors import UnreadableFeedError
from press.reading.fetching import Answer, Validators, ask
from press.reading.parsing import read_feed
from press.stories.grouping import group_new_items

logger = logging.getLogger(__name__)

# Sources of one round of the worker, threads, and seconds after which no further source is begun.
MOST_SOURCES, THREADS, LONGEST_ROUND = 16, 8, 30
# While it is read nobody else reads it; a process that dies leaves it to others after that.
TAKEN_FOR = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class SourceReading:
    """The result of reading one source: its new items, or the problem ("" where it was read)."""

    source: Source
    new: int = 0
    problem: str = ""


def record_round() -> bool:
    """Record the job that reads feeds if a source is due; return whether it did. One waits at a time."""
    if not due_states().exists():
        return False
    with transaction.atomic():
        outbox.record(PRESS_ROUND, "press", RoundPayload(), key="press.round")
    return True


def due_states() -> QuerySet[FetchState]:
    """Return the states of the sources that are to be asked now, the longest due first."""
    return FetchState.objects.filter(source__in=Source.objects.read(), next_at__lte=timezone.now()).order_by("next_at")


def read_due_sources() -> list[SourceReading]:
    """Read the sources that are due, sixteen at most, and return the outcomes. Not to be called in a transaction."""
    due = due_states().values_list("source", flat=True)[:MOST_SOURCES]
    return list(read_sources([source for pk in due if (source := _take(pk))], seconds=LONGEST_ROUND))


def read_sources(sources: Iterable[Source], *, seconds: float) -> Iterator[SourceReading]:
    """Read and store sources, hosts in parallel; yield outcomes as they come; begin none once the seconds are over.

    Threads ask, this one parses and stores. Not to be called in a transaction: the servers take their time.
    """
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(THREADS) as pool:
        for asked in as_completed([pool.submit(_ask_all, group, until) for group in by_host(sources)]):
            yield from (_stored(source, answer) for source, answer in asked.result())
    group_new_items()


def by_host(sources: Iterable[Source]) -> list[list[Source]]:
    """Return sources in groups of one host each, because a host gets one connection at a time."""
    groups: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        groups[urlsplit(source.feed).hostname or ""].append(source)
    return list(groups.values())


def _take(source_id: int) -> Source | None:
    """Return a due source, which other processes leave to this one for a while; None where another was quicker."""
    now = timezone.now()
    if not FetchState.objects.filter(source=source_id, next_at__lte=now).update(next_at=now + TAKEN_FOR):
        return None
    return Source.objects.select_related("fetch_state").get(pk=source_id)


def _ask_all(sources: list[Source], until: float) -> list[tuple[Source, Answer | UnreadableFeedError]]:
    """Return the answers of one host's sources, asked one after the other; it reads no database."""
    answers: list[tuple[Source, Answer | UnreadableFeedError]] = []
    for source in sources:
        if time.monotonic() >= until:
            break
        state = source.fetch_state
        try:
            answers.append((source, ask(source.feed, Validators(state.etag, state.modified))))
        except UnreadableFeedError as error:
            answers.append((source, error))
    return answers


def _stored(source: Source, answer: Answer | UnreadableFeedError) -> SourceReading:
    """Parse and store one source's answer, and return the outcome."""
    try:
        if isinstance(answer, UnreadableFeedError):
            raise answer
        return SourceReading(source, new=_store(source, answer))
    except UnreadableFeedError as error:
        storing.store_failure(source, error)
        return SourceReading(source, problem=error.problem)
    except NoHelperError:
        # Not the source's fault: it is asked again when it is free.
        logger.exception("No process could read the feed of source %s.", source.pk)
        return SourceReading(source)


def _store(source: Source, answer: Answer) -> int:
    """Store an answer and return the number of new items. Raises UnreadableFeedError, or NoHelperError."""
    if source.kind == Source.Kind.OWN and not _is_of_proved_host(source, answer):
        raise UnreadableFeedError(FetchState.Problem.OTHER_HOST)
    if answer.is_gone:
        storing.store_gone(source)
        return 0
    if answer.body is None or answer.digest == source.fetch_state.digest:
        storing.store_unchanged(source, answer)
        return 0
    return storing.store_feed(source, answer, read_feed(answer.body, answer.content_type, answer.url, source.language))


def _is_of_proved_host(source: Source, answer: Answer) -> bool:
    """Return whether an answer leads to the host of an own site's feed alone; another site is to be proved anew."""
    return all(host_of(url) == host_of(source.feed) for url in (answer.url, answer.moved_to) if url)
