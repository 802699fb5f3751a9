"""Elasticsearch: it answers, lets only the portal in where others could come, and is healthy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.registry import check
from operations.doctor.servers.addresses import is_public_host, without_credentials

ANSWERS = ("elastic.answers",)
# Seconds.
TIMEOUT = 2.0


@dataclass(frozen=True)
class ElasticState:
    """The version and health that Elasticsearch reports, and the major version of the portal's client."""

    version: str
    client_major: int
    health: str


@check()
def answers() -> Iterator[SetupFinding]:
    """Tell when Elasticsearch is set up and does not answer, or refuses the portal."""
    if not settings.ELASTICSEARCH_URL:
        return
    if reason := failure(settings.ELASTICSEARCH_URL):
        yield fault(
            f"Elasticsearch does not answer ({reason}), so the database searches, which is slow with many pages.",
            "Start it, and see that ELASTICSEARCH_URL names it with its password.",
        )


@check(after=ANSWERS)
def security() -> Iterator[SetupFinding]:
    """Tell when Elasticsearch on a public address needs no password, or its password travels without TLS."""
    parts = urlsplit(settings.ELASTICSEARCH_URL)
    if not parts.hostname or not is_public_host(parts.hostname):
        return
    if not failure(without_credentials(settings.ELASTICSEARCH_URL)):
        yield fault(
            "Elasticsearch is on a public address and lets everybody in.",
            "Switch its security on (xpack.security.enabled), or let it listen only in a private network.",
        )
    elif parts.scheme != "https":
        yield fault(
            "The password for Elasticsearch crosses the internet without TLS.",
            "Switch TLS on, and begin ELASTICSEARCH_URL with https://.",
        )


@check(after=ANSWERS)
def health() -> Iterator[SetupFinding]:
    """Tell when Elasticsearch's health is red: it has lost a part of its data."""
    state = read_state()
    if state and state.health == "red":
        yield warning(
            "Elasticsearch has lost a part of its data, so searches fail or miss pages.",
            "Look at its disk and log; then run manage.py search_index rebuild --only-elasticsearch.",
        )


def failure(url: str) -> str:
    """Ask the Elasticsearch at this URL; return the name of the error, or "" when it answers."""
    # Imported here: the client is large, and most installations have no Elasticsearch.
    from search.engines.elastic.client import FAILURES, short_lived_client

    try:
        with short_lived_client(url, TIMEOUT) as client:
            client.info()
    except FAILURES as error:
        return type(error).__name__
    return ""


def read_state() -> ElasticState | None:
    """Return Elasticsearch's version, the client's version and its health; None where none is set up."""
    if not settings.ELASTICSEARCH_URL:
        return None
    from search.engines.elastic.client import CLIENT_MAJOR, short_lived_client

    with short_lived_client(settings.ELASTICSEARCH_URL, TIMEOUT) as client:
        return ElasticState(
            client.info()["version"]["number"], CLIENT_MAJOR, client.cluster.health(timeout="1s")["status"]
        )
