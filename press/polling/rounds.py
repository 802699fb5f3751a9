"""A round: the feeds that are due are read at the same time in a helper process, and what they bring is stored."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

import outbox
from common.helper_process import HelperError, NoHelperError
from press.models import FetchState, Source
from press.outbox_events import PRESS_ROUND, RoundPayload
from press.own_site.proving import host_of
from press.polling import storing
from press.reading.apart import AskedSource, ToldSource, answer_of, read_apart
from press.reading.errors import UnreadableFeedError
from press.reading.fetching import Answer
from press.reading.items import ReadFeed
from press.stories.grouping import group_new_items

logger = logging.getLogger(__name__)

# Sources of one round of the worker, and seconds after which no further source is begun.
MOST_SOURCES, LONGEST_ROUND = 16, 30
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

    Not to be called in a transaction: the servers take their time.
    """
    by_id = {source.pk: source for source in sources}
    try:
        for told in read_apart([_asked(source) for source in by_id.values()], seconds):
            yield _stored(by_id[told["source"]], told)
    except (HelperError, NoHelperError):
        # Those that were not read stay due.
        logger.exception("The reading of sources ended too early.")
    group_new_items()


def _take(source_id: int) -> Source | None:
    """Return a due source, which other processes leave to this one for a while; None where another was quicker."""
    now = timezone.now()
    if not FetchState.objects.filter(source=source_id, next_at__lte=now).update(next_at=now + TAKEN_FOR):
        return None
    return Source.objects.select_related("fetch_state").get(pk=source_id)


def _asked(source: Source) -> AskedSource:
    state = source.fetch_state
    return AskedSource(
        source=source.pk,
        feed=source.feed,
        etag=state.etag,
        modified=state.modified,
        digest=state.digest,
        language=source.language,
    )


def _stored(source: Source, told: ToldSource) -> SourceReading:
    """Store what reading a source brought, and return the outcome."""
    try:
        new = _store(source, answer_of(told), told.get("feed")) if told.keys() & {"answer", "problem"} else 0
        return SourceReading(source, new=new)
    except UnreadableFeedError as error:
        storing.store_failure(source, error)
        return SourceReading(source, problem=error.problem)


def _store(source: Source, answer: Answer, feed: ReadFeed | None) -> int:
    """Store an answer and return the number of new items. Raises UnreadableFeedError for another site's answer."""
    if source.kind == Source.Kind.OWN and not _is_of_proved_host(source, answer):
        raise UnreadableFeedError(FetchState.Problem.OTHER_HOST)
    if answer.is_gone:
        storing.store_gone(source)
        return 0
    if feed is None:
        storing.store_unchanged(source, answer)
        return 0
    return storing.store_feed(source, answer, feed)


def _is_of_proved_host(source: Source, answer: Answer) -> bool:
    """Return whether an answer leads to the host of an own site's feed alone; another site is to be proved anew."""
    return all(host_of(url) == host_of(source.feed) for url in (answer.url, answer.moved_to) if url)
