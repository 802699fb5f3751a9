"""While Elasticsearch is away the database answers, and soon; it is asked again when it is back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from common.circuit_breaker import CircuitBreaker
from search.engines import get_engine
from search.engines.base import Query
from search.engines.elastic import client, indexes, reindex
from tests.search.elastic import index  # noqa: F401 - an index of each test's own
from tests.services.elasticsearch import Elasticsearch
from tests.services.processes import spare_port, wait_for

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("elasticsearch"), pytest.mark.django_db]
# Seconds; what the database needs for a portal without pages, on a machine that is busy.
LITTLE = 0.8


@pytest.fixture(autouse=True)
def breaker(monkeypatch: pytest.MonkeyPatch) -> CircuitBreaker:
    """A breaker of this test's own, that rests half a second."""
    breaker = CircuitBreaker("Elasticsearch", rest=0.5)
    monkeypatch.setattr(client, "breaker", breaker)
    return breaker


@pytest.fixture
def server(elasticsearch: Elasticsearch, settings: Any, index: str, portal: Any) -> Iterator[Elasticsearch]:  # noqa: F811
    settings.ELASTICSEARCH_URL = elasticsearch.url
    reindex.rebuild()
    yield elasticsearch
    settings.ELASTICSEARCH_URL = elasticsearch.url


def engine_that_answers() -> str:
    return get_engine().search(Query(text="organization")).engine


def seconds(action: Callable[[], object]) -> float:
    began = time.monotonic()
    action()
    return time.monotonic() - began


def test_a_refused_connection_costs_nothing(server: Elasticsearch, settings: Any) -> None:
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{spare_port()}"
    assert seconds(lambda: get_engine().search(Query(text="organization"))) < LITTLE
    assert engine_that_answers() == "sqlite"


def test_a_server_that_hangs_is_waited_for_once(server: Elasticsearch, breaker: CircuitBreaker) -> None:
    assert engine_that_answers() == "elasticsearch"
    server.hang()
    try:
        first = seconds(engine_that_answers)
        breaker.rest = 60
        breaker.record_failure("still")
        second = seconds(engine_that_answers)
    finally:
        server.resume()
    assert first < client.READ_TIMEOUT + LITTLE
    assert second < client.READ_TIMEOUT
    breaker.rest = 0.5
    breaker.record_failure("still")
    assert engine_that_answers() == "sqlite"
    wait_for(lambda: engine_that_answers() == "elasticsearch", "Elasticsearch to be asked again")


def test_only_one_asks_a_server_that_was_away() -> None:
    breaker = CircuitBreaker("Elasticsearch", rest=0.05)
    breaker.record_failure("away")
    wait_for(breaker.allows, "the rest to be over")
    assert not breaker.allows()
    breaker.record_success()
    assert breaker.allows()


def test_a_lost_index_lets_the_database_answer(server: Elasticsearch) -> None:
    indexes.drop(str(indexes.searched()))
    assert engine_that_answers() == "sqlite"


def test_a_search_that_is_wrong_does_not_silence_the_others(server: Elasticsearch) -> None:
    with pytest.raises(client.ElasticsearchUnavailable):
        client.multi_search(indexes.name(), [{"query": {"unheard_of": {}}}])
    assert engine_that_answers() == "elasticsearch"


def test_health_tells_who_searches(server: Elasticsearch, settings: Any) -> None:
    assert "search: elasticsearch\n" in health()
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{spare_port()}"
    assert "search: database, elasticsearch is away\n" in health()
    settings.ELASTICSEARCH_URL = ""
    assert "search" not in health()


def health() -> str:
    answer = Client().get("/health/ready")
    assert answer.status_code == 200
    return answer.content.decode()
