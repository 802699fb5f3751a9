"""Elasticsearch answers as the database does: the same pages, the same counts."""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import CatalogEntry
from catalog.services import new_version, remove_rows, write_rows
from orgs.models import Organization
from search.engines.base import FACETS, Query, Result
from search.engines.database_engines import database_engine
from search.engines.elastic.engine import ElasticsearchEngine
from search.engines.elastic.filters import CLOCK_STEP, last_expiry
from tests.search.elastic import index, sync_before_searching  # noqa: F401 - every search here asks Elasticsearch
from tests.services.elastic import ENGLISH, KHMER, make_rows
from tests.services.elasticsearch import Elasticsearch
from tests.services.servers import REPOSITORY
from vocabulary.models import Place, Topic

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("elasticsearch")]
PATIENCE = 540
# What asks the engine.
ASKED = ("ranking", "engine", "facet_counts", "rows", "names", "evaluation", "retrieval", "visibility")
ON_THE_ENGINE = [*(f"tests/search/test_{name}.py" for name in ASKED), "tests/discussions/test_finding.py"]


@pytest.mark.timeout(PATIENCE + 20)
def test_search_does_the_same_on_elasticsearch(elasticsearch: Elasticsearch) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ON_THE_ENGINE],
        cwd=REPOSITORY,
        env=os.environ | {"ELASTICSEARCH_URL": elasticsearch.url},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.fixture
def corpus(elasticsearch: Elasticsearch, settings: Any, db: None, make_organization: Any) -> None:
    """Two hundred pages of four organizations, one of them hidden, instead of what the portal has."""
    settings.ELASTICSEARCH_URL = elasticsearch.url
    remove_rows(list(CatalogEntry.objects.values_list("pk", flat=True)))
    made = [make_organization(f"organization-{number}") for number in range(4)]
    Organization.objects.filter(pk=made[3].pk).update(is_hidden=True)
    make_rows(random.Random(7), 200, made)


words = st.sampled_from([*ENGLISH, *KHMER, "2026", "unesco", "unheardof", "kep", "the"])
phrases = st.builds(lambda first, second: f'"{first} {second}"', words, words)
parts = st.one_of(words, words, words, phrases, st.builds("-{}".format, words), st.just("OR"))
texts = st.lists(parts, max_size=4).map(" ".join)
queries = st.builds(
    Query,
    text=texts,
    organization=st.sampled_from(["", "", "", "organization-0", "organization-3", "nobody"]),
    type=st.sampled_from(["", "", "article", "event", "x"]),
    topic=st.sampled_from(["", "", "law", "health", "x"]),
    place=st.sampled_from(["", "", "", "kep", "takeo"]),
    start=st.sampled_from([None, None, dt.date(2025, 1, 1), dt.date(2026, 3, 9)]),
    end=st.sampled_from([None, None, dt.date(2025, 12, 31), dt.date.max]),
    language=st.sampled_from(["", "", "", "en", "km", "xx"]),
    reader=st.sampled_from(["en", "km"]),
    order=st.sampled_from(["relevance", "newest", "oldest"]),
    page_size=st.just(300),
)


ON_ONE_CORPUS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=30, suppress_health_check=ON_ONE_CORPUS)
@given(query=queries)
def test_queries_find_the_same_on_both_engines(corpus: None, query: Query) -> None:
    compare_engines(query)


@settings(max_examples=300, suppress_health_check=ON_ONE_CORPUS)
@given(query=queries)
def test_any_query_finds_the_same_on_both_engines(corpus: None, query: Query) -> None:
    compare_engines(query)


def compare_engines(query: Query) -> None:
    ours, theirs = ElasticsearchEngine().search(query), database_engine().search(query)

    assert ours.engine == "elasticsearch"
    assert told(ours) == told(theirs)
    if query.order != "relevance":
        assert shown(ours) == shown(theirs)


def told(result: Result) -> dict[str, Any]:
    """All of a result but the order of its hits."""
    facets = {
        name: {value.value: (value.label, value.count) for value in result.facets.get(name, [])} for name in FACETS
    }
    return {
        "total": result.total,
        "facets": facets,
        "hits": sorted(shown(result)),
        "suggestion": result.suggestion,
        "is_truncated": result.is_truncated,
    }


def shown(result: Result) -> list[Any]:
    return [
        (hit.entry.pk, hit.is_synonym_match, [other.pk for other in hit.translations], str(hit.title))
        for hit in result.hits
    ]


def test_names_of_the_corpus_are_the_portal_s(corpus: None) -> None:
    """The queries above choose what some pages have."""
    assert {"law", "health"} <= {topic.slug for topic in Topic.objects.all()}
    assert {"kep", "takeo"} <= {place.slug for place in Place.objects.all()}
    assert ElasticsearchEngine().search(Query(topic="law")).total


def test_a_phrase_on_the_last_page_of_a_long_publication_is_found(corpus: None) -> None:
    page = "ន និង ជីវិត ដើម្បី របស់ ភូមិ ខេត្ត " * 200
    text = "\n".join([page] * 59) + "ទំព័រចុងក្រោយបង្អស់ the very last page"
    row = CatalogEntry.objects.filter(expires_at=None, organization__slug="organization-0").first()
    assert row
    row.text, row.version = text, new_version()
    write_rows([row])
    for query in ("ទំព័រចុងក្រោយបង្អស់", '"very last page"'):
        assert ElasticsearchEngine().search(Query(text=query)).total == 1


def test_a_question_stays_the_same_until_something_expires(corpus: None) -> None:
    CatalogEntry.objects.exclude(expires_at=None).delete()
    before = minute()
    assert last_expiry() in {before, minute()}
    row = CatalogEntry.objects.filter(organization__slug="organization-0").first()
    assert row
    row.title, row.version = "Passing quickly", new_version()
    row.expires_at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=3)
    write_rows([row])
    assert ElasticsearchEngine().search(Query(text="passing quickly")).total == 1
    time.sleep(3.1)
    assert last_expiry() in {int(row.expires_at.timestamp()), minute()}
    assert ElasticsearchEngine().search(Query(text="passing quickly")).total == 0


def minute() -> int:
    return int(time.time()) // CLOCK_STEP * CLOCK_STEP
