"""Elasticsearch's index says nothing of an erased person, and keeps no older index that does."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from catalog.models import CatalogEntry
from outbox.services import drain
from search import reindex_queue
from search.engines.elastic import indexes, reindex
from search.engines.elastic.client import writer
from tests.operations.markers import ADDRESS, FIRST, KHMER_NAME, NAME, PHONE, spellings
from tests.search.elastic import index as fresh_index
from tests.services.elasticsearch import Elasticsearch

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("elasticsearch"), pytest.mark.django_db]

index = fresh_index


WORDS = ("maravika", "qwyzelova", "qwyzel7", "planted", "8642")


def found() -> list[str]:
    """Return those of her words by which some index of the portal, also one that is kept, finds a page."""
    name = f"{indexes.name()}-*"
    writer().indices.refresh(index=name)
    asked = ({"query_string": {"query": word}} for word in WORDS)
    return [word for word, query in zip(WORDS, asked, strict=True) if writer().count(index=name, query=query)["count"]]


def test_nothing_is_left_in_the_index(
    elasticsearch: Elasticsearch, settings: Any, index: str, organization: Any, make_user: Any, make_page: Any
) -> None:
    settings.ELASTICSEARCH_URL = elasticsearch.url
    make_user(ADDRESS, first_name=FIRST, last_name=NAME.split()[1])
    make_page("update", organization, live=True, title=f"Talk by {NAME}", text="\n".join(spellings().values()))
    make_page("update", organization, live=True, title="Six looms")
    drain()
    reindex.rebuild()
    # The index before is kept for a while.
    reindex.rebuild()
    assert len(found()) > 3 and indexes.previous()

    call_command("person", ADDRESS, "--erase", "--yes", "--name", KHMER_NAME, "--phone", PHONE, stdout=StringIO())
    drain()
    # The test's own transaction lets nothing be compacted.
    reindex_queue.merge_deleted()

    assert found() == []
    assert indexes.size(indexes.name()) == CatalogEntry.objects.values("translation_key").distinct().count()
    assert indexes.previous() is None
