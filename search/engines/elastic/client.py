"""Clients for Elasticsearch, with time limits and a circuit breaker for a server that does not answer."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from typing import Any

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, BadRequestError, Elasticsearch, UnsupportedProductError
from elasticsearch import __version__ as elasticsearch_version

from common.circuit_breaker import CircuitBreaker

logger = logging.getLogger(__name__)

# The client works only with servers of its own major version.
CLIENT_MAJOR = elasticsearch_version[0]
# Seconds. A reader waits this long at most before the database is asked instead; writers have time.
READ_TIMEOUT = 0.7
WRITE_TIMEOUT = 30.0
BAD_REQUEST = 400


class SearchFailedError(Exception):
    """The error when one of several searches was not carried out."""


class InvalidSearchError(Exception):
    """The error of a search that Elasticsearch refuses as wrong."""


FAILURES = (ApiError, TransportError, UnsupportedProductError, SearchFailedError)


class ElasticsearchUnavailable(Exception):  # noqa: N818 - it is a state, not an error
    """The exception that says Elasticsearch does not answer for now; the database searches instead."""


# While the breaker is open, the database searches.
breaker = CircuitBreaker("Elasticsearch")


def reader() -> Elasticsearch:
    """Return this process's Elasticsearch client for searches, with a time limit of 0.7 seconds."""
    return _client(settings.ELASTICSEARCH_URL, READ_TIMEOUT, os.getpid())


def writer() -> Elasticsearch:
    """Return this process's Elasticsearch client for writing, with a time limit of 30 seconds."""
    return _client(settings.ELASTICSEARCH_URL, WRITE_TIMEOUT, os.getpid())


@lru_cache(maxsize=8)
# `process` is only a part of the cache's key. A few entries suffice: two clients for each process.
def _client(url: str, patience: float, process: int) -> Elasticsearch:
    """Return the cached client of this process.

    Two processes that share a connection after a fork would read each other's answers.
    """
    # Without retries: they would multiply the waiting time, and callers have another way to an answer.
    return Elasticsearch(url, request_timeout=patience, max_retries=0, retry_on_timeout=False)


def short_lived_client(url: str, patience: float) -> Elasticsearch:
    """Return a new Elasticsearch client for a URL and timeout, for a few requests; the caller closes it."""
    return Elasticsearch(url, request_timeout=patience, max_retries=0, retry_on_timeout=False)


def multi_search(index: str, searches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return Elasticsearch's answers to searches. Raises ElasticsearchUnavailable on failure or open breaker."""
    # Open after a failure: the next readers go to the database at once instead of waiting 0.7 seconds each.
    if not breaker.allows():
        raise ElasticsearchUnavailable
    try:
        found = responses_to(reader(), index, searches)
    except InvalidSearchError as error:
        # A refused search is no failure of the server: the breaker stays closed.
        # An error of ours, so it is logged as one; the reader gets the database's answer.
        logger.error("Elasticsearch rejected a search: %s", error)
        raise ElasticsearchUnavailable from error
    except FAILURES as error:
        breaker.record_failure(repr(error))
        raise ElasticsearchUnavailable from error
    breaker.record_success()
    return found


def responses_to(client: Elasticsearch, index: str, searches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return Elasticsearch's answers to searches sent at once. Raises FAILURES, or InvalidSearchError for a bad one."""
    # Partial results would give wrong counts.
    lines = [line for body in searches for line in ({"allow_partial_search_results": False}, body)]
    try:
        answers = client.msearch(index=index, searches=lines)["responses"]
    except BadRequestError as error:
        raise InvalidSearchError(str(error)[:500]) from error
    for answer in answers:
        if "error" in answer:
            failure = InvalidSearchError if answer["status"] == BAD_REQUEST else SearchFailedError
            # Cut, because the server repeats the whole query in its error.
            raise failure(str(answer["error"])[:500])
    return list(answers)


def is_up() -> bool:
    """Return whether Elasticsearch answers searches now, by an empty search unless the circuit breaker is open."""
    try:
        multi_search(settings.ELASTICSEARCH_INDEX, [{"size": 0, "track_total_hits": False}])
    except ElasticsearchUnavailable:
        return False
    return True
