"""The connection to Elasticsearch, and how soon to stop asking one that does not answer."""

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

# It speaks only to servers of its own major version.
CLIENT_MAJOR = elasticsearch_version[0]
# Seconds. A reader waits this long at most before the database is asked instead; writers have time.
READ_TIMEOUT = 0.7
WRITE_TIMEOUT = 30.0
BAD_REQUEST = 400


class SearchFailedError(Exception):
    """One of several searches was not carried out."""


class InvalidSearchError(Exception):
    """A search is wrong in itself."""


FAILURES = (ApiError, TransportError, UnsupportedProductError, SearchFailedError)


class ElasticsearchUnavailable(Exception):  # noqa: N818 - it is a state, not an error
    """Elasticsearch does not answer, or not for now. The database does."""


# While it rests the database searches.
breaker = CircuitBreaker("Elasticsearch")


def reader() -> Elasticsearch:
    return _client(settings.ELASTICSEARCH_URL, READ_TIMEOUT, os.getpid())


def writer() -> Elasticsearch:
    return _client(settings.ELASTICSEARCH_URL, WRITE_TIMEOUT, os.getpid())


@lru_cache(maxsize=8)
def _client(url: str, patience: float, process: int) -> Elasticsearch:
    """One for each process: two that share a connection after a fork read each other's answers."""
    # Without retries: they would multiply the patience, and whoever asks here has another way out.
    return Elasticsearch(url, request_timeout=patience, max_retries=0, retry_on_timeout=False)


def short_lived(url: str, patience: float) -> Elasticsearch:
    """A client for a few questions to a server, also with other rights than the portal's; closed by `with`."""
    return Elasticsearch(url, request_timeout=patience, max_retries=0, retry_on_timeout=False)


def multi_search(index: str, searches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the answers to some searches of a reader, all or none.

    Raises ElasticsearchUnavailable when one of them was not answered in time, or Elasticsearch is left alone for now.
    """
    if not breaker.allows():
        raise ElasticsearchUnavailable
    try:
        found = responses_to(reader(), index, searches)
    except InvalidSearchError as error:
        # What it finds wrong with one question says nothing about the next.
        logger.error("Elasticsearch refused a search: %s", error)
        raise ElasticsearchUnavailable from error
    except FAILURES as error:
        breaker.record_failure(repr(error))
        raise ElasticsearchUnavailable from error
    breaker.record_success()
    return found


def responses_to(client: Elasticsearch, index: str, searches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Raise FAILURES when the server fails, and InvalidSearchError for what is wrong with a search."""
    # Part of an answer would be a wrong count.
    lines = [line for body in searches for line in ({"allow_partial_search_results": False}, body)]
    try:
        answers = client.msearch(index=index, searches=lines)["responses"]
    except BadRequestError as error:
        raise InvalidSearchError(str(error)[:500]) from error
    for answer in answers:
        if "error" in answer:
            failure = InvalidSearchError if answer["status"] == BAD_REQUEST else SearchFailedError
            raise failure(str(answer["error"])[:500])
    return list(answers)


def is_up() -> bool:
    """Whether Elasticsearch answers searches now, as far as this process knows; asks where it knows nothing bad."""
    try:
        multi_search(settings.ELASTICSEARCH_INDEX, [{"size": 0, "track_total_hits": False}])
    except ElasticsearchUnavailable:
        return False
    return True
