"""Whatever happens to it, Elasticsearch's index becomes what the rows are."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from elasticsearch import BadRequestError

from catalog.models import CatalogEntry
from catalog.services import new_version, remove_rows, write_rows
from outbox.models import Event
from outbox.services import drain
from search import reconciler, reindex_queue, tasks
from search.engines.base import Query
from search.engines.elastic import document_writer, indexes, reindex, sync
from search.engines.elastic.client import writer
from search.engines.elastic.engine import ElasticsearchEngine
from search.models import PendingReindex
from tests.search.elastic import index as fresh_index
from tests.services.elastic import make_rows
from tests.services.elasticsearch import Elasticsearch

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("elasticsearch"), pytest.mark.django_db]

index = fresh_index


@pytest.fixture
def server(elasticsearch: Elasticsearch, settings: Any, index: str) -> Elasticsearch:
    settings.ELASTICSEARCH_URL = elasticsearch.url
    return elasticsearch


@pytest.fixture
def rows(server: Elasticsearch, organization: Any) -> list[CatalogEntry]:
    """Thirty pages in an index that holds them."""
    CatalogEntry.objects.all().delete()
    rows = make_rows(random.Random(3), 30, [organization])
    reindex.rebuild()
    reindex_queue.flush()
    assert not differences()
    return rows


def differences() -> int:
    """Return how many pages the index lacks, holds otherwise or in excess."""
    searched = indexes.searched()
    assert searched
    found = sync.synchronize(searched, repair=False)
    return len(found.to_write) + len(found.to_remove)


def renamed(row: CatalogEntry, title: str) -> CatalogEntry:
    row.title, row.version = title, new_version()
    return row


def total(text: str) -> int:
    indexes.refresh(indexes.name())
    return ElasticsearchEngine()._search(Query(text=text)).total


def shown(text: str) -> list[str]:
    return [hit.entry.title for hit in ElasticsearchEngine()._search(Query(text=text)).hits]


def test_words_that_left_a_row_are_found_no_more_though_the_document_is_owed(rows: list[CatalogEntry]) -> None:
    lasting = next(row for row in rows if not row.expires_at)
    lasting.text = "Unmistakable hovercraft"
    write_rows([renamed(lasting, "Crossing")])
    reindex_queue.flush()
    indexes.refresh(indexes.name())
    assert shown("unmistakable") == shown("hovercraft crossing") == ["Crossing"]
    lasting.text = "A hovercraft"
    write_rows([renamed(lasting, "Crossing")])
    assert (shown("unmistakable"), shown("crossing hovercraft")) == ([], ["Crossing"])


def test_what_changes_is_owed_and_paid(rows: list[CatalogEntry]) -> None:
    lasting = next(row for row in rows if not row.expires_at)
    write_rows([renamed(lasting, "Unmistakable")])
    assert set(PendingReindex.objects.values_list("translation_key", flat=True)) == {lasting.translation_key}
    reindex_queue.flush()
    assert not PendingReindex.objects.exists()
    assert total("unmistakable") == 1
    remove_rows([lasting.pk])
    reindex_queue.flush()
    assert total("unmistakable") == 0
    assert not differences()


def test_a_change_is_written_by_the_outbox(
    rows: list[CatalogEntry], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write_rows([renamed(row, f"Unmistakable {row.pk}") for row in rows])
    assert Event.objects.pending().filter(kind="search.flush").count() == 1
    drain()
    assert not PendingReindex.objects.exists()
    assert not differences()


def test_without_elasticsearch_nothing_is_owed(rows: list[CatalogEntry]) -> None:
    with override_settings(ELASTICSEARCH_URL=""):
        write_rows([renamed(rows[0], "Unmistakable")])
    assert not PendingReindex.objects.exists()


def test_what_was_read_earlier_never_overwrites(rows: list[CatalogEntry]) -> None:
    key = rows[0].translation_key
    old = read_now([key])
    write_rows([renamed(rows[0], "Newer")])
    reindex_queue.flush()
    document_writer.send(iter(old))
    assert not differences()


def test_what_was_read_before_a_deletion_does_not_come_back(rows: list[CatalogEntry]) -> None:
    key = rows[0].translation_key
    old = read_now([key])
    remove_rows(CatalogEntry.objects.filter(translation_key=key).values_list("pk", flat=True))
    reindex_queue.flush()
    document_writer.send(iter(old))
    assert not differences()


def read_now(keys: list[uuid.UUID]) -> list[dict[str, Any]]:
    """Return what a writer holds who has read these pages and not yet written them."""
    version = document_writer.now()
    documents = document_writer.documents_of(CatalogEntry.objects.filter(translation_key__in=keys))
    return [
        action
        for alias in indexes.write_aliases()
        for action in document_writer.actions(alias, keys, documents, version)
    ]


def test_fields_that_nobody_declared_are_refused(rows: list[CatalogEntry]) -> None:
    with pytest.raises(BadRequestError):
        writer().index(index=indexes.write_aliases()[0], id="1", document={"key": "1", "body": "text"})


FAULTS: dict[str, Callable[[CatalogEntry], object]] = {
    "document lost": lambda row: writer().delete(index=indexes.name(), id=row.translation_key.hex),
    "document old": lambda row: CatalogEntry.objects.filter(pk=row.pk).update(version=new_version()),
    "row lost": lambda row: CatalogEntry.objects.filter(pk=row.pk).delete(),
    "clock wrong": lambda row: (
        document_writer.write_pages([row.translation_key], indexes.write_aliases(), above=document_writer.now() * 2),
        CatalogEntry.objects.filter(pk=row.pk).update(version=new_version()),
    ),
    "index lost": lambda row: indexes.drop(str(indexes.searched())),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_found_and_mended(rows: list[CatalogEntry], fault: str) -> None:
    FAULTS[fault](rows[0])
    found = reconciler.Differences()
    reconciler.compare_elasticsearch(found, repair=False)
    assert found.elasticsearch_to_write + found.elasticsearch_to_remove
    reconciler.compare_elasticsearch(found, repair=True)
    assert not differences()


def test_what_pages_have_more_than_fit_in_one_stretch_is_compared(
    rows: list[CatalogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "ROWS_AT_ONCE", 4)
    monkeypatch.setattr(sync, "DOCUMENTS_AT_ONCE", 3)
    keys = sorted({row.translation_key for row in rows})
    for key in (keys[0], keys[7], keys[-1]):
        writer().delete(index=indexes.name(), id=key.hex)
    assert differences() == 3
    CatalogEntry.objects.exclude(translation_key__in=keys[2:4]).delete()
    assert differences() == len(keys) - 2 - 3
    reconciler.compare_elasticsearch(reconciler.Differences(), repair=True)
    assert not differences()


def test_a_lost_index_is_made_by_itself(
    rows: list[CatalogEntry], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    indexes.drop(str(indexes.searched()))
    with django_capture_on_commit_callbacks(execute=True):
        write_rows([renamed(rows[0], "Unmistakable")])
    with django_capture_on_commit_callbacks(execute=True):
        drain()
    assert indexes.searched() is None, "Nothing but a rebuild may make an index"
    drain()
    assert not differences()


def test_beat_sees_what_is_missing(
    rows: list[CatalogEntry], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tasks.watch()
    assert not Event.objects.pending().filter(kind__startswith="search.").exists()
    writer().delete(index=indexes.name(), id=rows[0].translation_key.hex, refresh=True)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.watch()
    assert Event.objects.pending().filter(kind="search.sync").exists()
    reconciler.sync_elasticsearch()
    assert not differences()


def test_an_index_of_another_make_is_made_anew(rows: list[CatalogEntry], monkeypatch: pytest.MonkeyPatch) -> None:
    before = indexes.searched()
    assert reconciler.is_in_sync()
    monkeypatch.setattr(indexes, "fingerprint", lambda: "another")
    assert not reconciler.is_in_sync()
    reconciler.sync_elasticsearch()
    assert indexes.searched() != before


def test_the_index_before_is_kept_and_can_be_gone_back_to(rows: list[CatalogEntry]) -> None:
    first = indexes.searched()
    call_command("search_index", "rebuild", "--only-elasticsearch", stdout=StringIO())
    second = indexes.searched()
    assert (second != first, indexes.previous()) == (True, first)
    write_rows([renamed(rows[0], "Written after the swap")])
    reindex_queue.flush()
    told = StringIO()
    call_command("search_index", "rollback", stdout=told)
    assert indexes.searched() == first
    assert str(first) in told.getvalue()
    assert not differences()


def test_where_nothing_is_kept_there_is_no_way_back(rows: list[CatalogEntry]) -> None:
    with pytest.raises(CommandError, match="no earlier index"):
        call_command("search_index", "rollback", stdout=StringIO())


def test_a_rebuild_that_fails_changes_nothing(rows: list[CatalogEntry], monkeypatch: pytest.MonkeyPatch) -> None:
    before = indexes._all()

    def fail(*arguments: Any) -> None:
        raise document_writer.DocumentRejectedError("disk full")

    monkeypatch.setattr(reindex, "write_pages", fail)
    with pytest.raises(CommandError, match="disk full"):
        call_command("search_index", "rebuild", "--only-elasticsearch", stdout=StringIO())
    assert indexes._all() == before


def test_the_status_tells_all(rows: list[CatalogEntry]) -> None:
    told = StringIO()
    call_command("search_index", "status", stdout=told)
    assert f"searched: {indexes.searched()}" in told.getvalue()
    assert f"pages in it: {len({row.translation_key for row in rows})}" in told.getvalue()


def test_what_is_written_during_a_rebuild_is_in_the_new_index(
    rows: list[CatalogEntry], organization: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before and after each batch that the rebuild writes, pages are changed, removed and added."""
    fill, left, source, before = reindex.write_pages, list(rows), random.Random(6), indexes.searched()

    def change() -> None:
        write_rows([renamed(left.pop(), "Written meanwhile")])
        remove_rows([left.pop().pk])
        make_rows(source, 1, [organization])
        reindex_queue.flush()

    def fill_between(keys: list[uuid.UUID], aliases: list[str]) -> None:
        change()
        fill(keys, aliases)
        change()

    monkeypatch.setattr(reindex, "ROWS_AT_ONCE", 10)
    monkeypatch.setattr(reindex, "write_pages", fill_between)
    reindex.rebuild()

    assert indexes.searched() != before
    assert len(left) <= len(rows) - 8, "Nothing was written between two batches."
    assert not PendingReindex.objects.exists()
    assert not differences()


class Writer(threading.Thread):
    """Changes, adds and removes pages, twenty times a second or as often as it can, and pays as a worker does."""

    def __init__(self, rows: list[CatalogEntry], organization: Any) -> None:
        super().__init__()
        self.rows, self.organization, self.written = rows, organization, 0
        self.is_over = threading.Event()
        self.failure: BaseException | None = None

    def run(self) -> None:
        source = random.Random(5)
        try:
            while not self.is_over.wait(0.05):
                self.write(source)
                reindex_queue.flush()
                self.written += 1
        except BaseException as error:
            self.failure = error
        finally:
            connection.close()

    def write(self, source: random.Random) -> None:
        choice = source.random()
        if choice < 0.2:
            make_rows(source, 1, [self.organization])
        elif choice < 0.4:
            remove_rows([self.rows.pop(source.randrange(len(self.rows))).pk])
        else:
            write_rows([renamed(source.choice(self.rows), f"Changed {self.written}")])


@pytest.fixture
def busy(server: Elasticsearch, make_organization: Any) -> Iterator[Writer]:
    """Some thousands of pages, and somebody who writes."""
    organization = make_organization("weavers")
    rows = make_rows(random.Random(4), 2500, [organization])
    PendingReindex.objects.all().delete()
    writer = Writer(rows, organization)
    writer.start()
    yield writer
    writer.is_over.set()
    writer.join()


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_loses_nothing_that_is_written_meanwhile(busy: Writer) -> None:
    for _time in range(2):
        before = busy.written
        reindex.rebuild()
        assert busy.written > before
    busy.is_over.set()
    busy.join()
    assert busy.failure is None
    assert not PendingReindex.objects.exists()
    assert not differences()
