"""The connection to Elasticsearch, and how soon to stop asking one that does not answer."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from typing import Any

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, BadRequestError, Elasticsearch, UnsupportedProductError

from common.circuit_breaker import CircuitBreaker

logger = logging.getLogger(__name__)

# Seconds. A reader waits this long at most before the database is asked instead; writers have time.
PATIENCE_OF_READERS = 0.7
PATIENCE_OF_WRITERS = 30.0
BAD_REQUEST = 400


class Failed(Exception):  # noqa: N818 - its own exceptions come from the server, this one from within an answer
    """One of several searches was not carried out."""


class InvalidSearchError(Exception):
    """A search is wrong in itself."""


FAILURES = (ApiError, TransportError, UnsupportedProductError, Failed)


class SearchAway(Exception):  # noqa: N818 - it is a state, not an error
    """Elasticsearch does not answer, or not for now. The database does."""


# While it rests the database searches.
breaker = CircuitBreaker("Elasticsearch")


def reader() -> Elasticsearch:
    return _client(settings.ELASTICSEARCH_URL, PATIENCE_OF_READERS, os.getpid())


def writer() -> Elasticsearch:
    return _client(settings.ELASTICSEARCH_URL, PATIENCE_OF_WRITERS, os.getpid())


@lru_cache(maxsize=8)
def _client(url: str, patience: float, process: int) -> Elasticsearch:
    """One for each process: two that share a connection after a fork read each other's answers."""
    # Without retries: they would multiply the patience, and whoever asks here has another way out.
    return Elasticsearch(url, request_timeout=patience, max_retries=0, retry_on_timeout=False)


def ask(index: str, searches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers to some searches of a reader, all or none.

    Raises SearchAway when Elasticsearch did not answer every one of them in time, or is left alone for now.
    """
    if not breaker.allows():
        raise SearchAway
    try:
        found = answers_of(reader(), index, searches)
    except InvalidSearchError as error:
        # What it finds wrong with one question says nothing about the next.
        logger.error("Elasticsearch refused a search: %s", error)
        raise SearchAway from error
    except FAILURES as error:
        breaker.record_failure(repr(error))
        raise SearchAway from error
    breaker.record_success()
    return found


def answers_of(client: Elasticsearch, index: str, searches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Raise FAILURES when the server fails, and InvalidSearchError for what is wrong with a search."""
    # Part of an answer would be a wrong count.
    lines = [line for body in searches for line in ({"allow_partial_search_results": False}, body)]
    try:
        answers = client.msearch(index=index, searches=lines)["responses"]
    except BadRequestError as error:
        raise InvalidSearchError(str(error)[:500]) from error
    for answer in answers:
        if "error" in answer:
            raise (InvalidSearchError if answer["status"] == BAD_REQUEST else Failed)(str(answer["error"])[:500])
    return list(answers)


def is_up() -> bool:
    """Whether Elasticsearch answers searches now, as far as this process knows; asks where it knows nothing bad."""
    try:
        ask(settings.ELASTICSEARCH_INDEX, [{"size": 0, "track_total_hits": False}])
    except SearchAway:
        return False
    return True
