"""A real Elasticsearch, on which the second search engine stands, takes Khmer clusters for words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from khmer.text import clusters
from operations.doctor.servers import addresses, elastic
from tests.services.elasticsearch import Elasticsearch

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("elasticsearch")]

ZERO_WIDTH_SPACE = "\u200b"
TEXTS = {
    "law": "ច្បាប់ស្តីពីសិទ្ធិស្ត្រីនៅកម្ពុជា",
    "market": "ស្ត្រីលក់បន្លែនៅផ្សារមានសិទ្ធិតាមច្បាប់",
}


def indexed(text: str) -> str:
    return ZERO_WIDTH_SPACE.join(clusters(text))


@pytest.fixture
def index(elasticsearch: Elasticsearch) -> Iterator[str]:
    """The address of an index with the two texts."""
    elasticsearch.ask("PUT", "/clusters", {"mappings": {"properties": {"clusters": {"type": "text"}}}})
    for name, text in TEXTS.items():
        elasticsearch.ask("PUT", f"/clusters/_doc/{name}?refresh=true", {"clusters": indexed(text)})
    yield "/clusters"
    elasticsearch.ask("DELETE", "/clusters")


def found(elasticsearch: Elasticsearch, index: str, text: str) -> set[str]:
    query = {"query": {"match_phrase": {"clusters": indexed(text)}}}
    return {hit["_id"] for hit in elasticsearch.ask("POST", f"{index}/_search", query)["hits"]["hits"]}


def test_the_standard_tokenizer_splits_khmer_at_the_joints_of_clusters(elasticsearch: Elasticsearch) -> None:
    text = TEXTS["law"]

    answer = elasticsearch.ask("POST", "/_analyze", {"tokenizer": "standard", "text": indexed(text)})

    assert [token["token"] for token in answer["tokens"]] == clusters(text)


def test_without_joints_it_does_not_know_clusters(elasticsearch: Elasticsearch) -> None:
    text = TEXTS["law"]

    answer = elasticsearch.ask("POST", "/_analyze", {"tokenizer": "standard", "text": text})

    assert [token["token"] for token in answer["tokens"]] != clusters(text)


def test_a_phrase_is_found_only_where_its_clusters_stand_together(elasticsearch: Elasticsearch, index: str) -> None:
    assert found(elasticsearch, index, "សិទ្ធិស្ត្រី") == {"law"}
    assert found(elasticsearch, index, "ស្ត្រី") == {"law", "market"}
    assert found(elasticsearch, index, "ស្ត្រីសិទ្ធិ") == set()


def test_the_server_is_of_the_client_s_generation(elasticsearch: Elasticsearch) -> None:
    assert elasticsearch.ask("GET", "/")["version"]["number"].startswith("9.")


def test_doctor_reads_what_it_tells_of_itself(
    elasticsearch: Elasticsearch, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ELASTICSEARCH_URL = elasticsearch.url.replace("://", "://elastic:unasked@")
    state = elastic.read_state()
    assert state is not None and state.version.startswith(f"{state.client_major}.") and state.health != "red"
    assert list(elastic.answers()) == list(elastic.security()) == list(elastic.health()) == []

    monkeypatch.setattr(addresses, "look_up", lambda *_: ["8.8.8.8"])
    assert [finding.problem for finding in elastic.security()] == [
        "Elasticsearch is on a public address and lets everybody in."
    ]
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    assert "Elasticsearch does not answer (ConnectionError)" in next(iter(elastic.answers())).problem
