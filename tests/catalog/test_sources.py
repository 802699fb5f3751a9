"""Entries that are no pages: a second source of rows, beside pages, in all that reads and writes rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.copied_values.refresh import request_refresh
from catalog.listing import pieces
from catalog.models import CatalogEntry, CountingRow
from catalog.services import new_version
from catalog.sources import kinds, registry
from catalog.sources.kinds import FIRST_ID, check_entry_kinds, entry_id, entry_kinds, translation_key
from catalog.sources.registry import EntrySource, register_source
from catalog.sources.writing import remove_entries, write_entries, write_entries_again
from orgs import public_version
from orgs.models import Organization
from orgs.pages.page_kind import ContentKind
from search import reconciler
from search.engines import get_engine
from search.engines.base import Query
from search.engines.database_engines import database_engine
from search.query.suggestions import suggestions
from vocabulary.models import Topic

pytestmark = pytest.mark.django_db

NOTICE = ContentKind(number=1777, name="notice", label="Notice")


@dataclass
class Notices:
    """Notices on a wall, by their numbers: a package of its own would have a table."""

    organization: Organization
    texts: dict[int, str] = field(default_factory=dict)
    locked: list[int] = field(default_factory=list)

    def entries(self, ids: list[int]) -> list[CatalogEntry]:
        return [self.entry(number) for number in ids if number in self.texts]

    def entry(self, number: int) -> CatalogEntry:
        return CatalogEntry(
            page_id=entry_id(NOTICE, number),
            translation_key=translation_key(NOTICE, number),
            language="en",
            organization_id=self.organization.pk,
            type=NOTICE.name,
            topic_mask=Topic.objects.get(slug="law").bit,
            title=f"Notice of looms {number}",
            text=self.texts[number],
            url=f"/en/notices/{number}/",
            published_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
            version=new_version(),
        )

    def ids_after(self, after: int, limit: int) -> list[int]:
        return sorted(number for number in [*self.texts, 77] if number > after)[:limit]


@pytest.fixture
def notices(organization: Organization, portal: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notices]:
    monkeypatch.setattr(kinds, "_declared", dict(kinds._declared))
    monkeypatch.setattr(registry, "_sources", dict(registry._sources))
    wall = Notices(organization)
    register_source(EntrySource(NOTICE, wall.entries, wall.locked.extend, wall.ids_after))
    yield wall
    entry_kinds.cache_clear()


def found(text: str = "", **fields: Any) -> list[str]:
    return [hit.entry.url for hit in get_engine().search(Query(text=text, **fields)).hits]


def test_an_object_is_written_read_found_and_removed(notices: Notices) -> None:
    notices.texts = {1: "Bobbins for sale"}
    before = public_version.current_version()
    assert write_entries(NOTICE, [1, 2]) == 1
    assert public_version.current_version() != before
    assert notices.locked == [1, 2]
    assert found("bobbins") == found("bobbins", type="notice", topic="law") == ["/en/notices/1/"]
    result = get_engine().search(Query(text="bobbins"))
    assert [(value.value, value.label, value.count) for value in result.facets["type"]] == [("notice", "Notice", 1)]
    assert "<mark>Bobbins</mark>" in result.hits[0].highlight
    assert [each.url for each in suggestions("notice of", "km")] == ["/en/notices/1/"]
    [entry] = pieces("km", "notice")
    assert (entry.type_label, entry.pk > FIRST_ID) == ("Notice", True)
    assert list(pieces("km").pages().filter(type="notice")) == []
    assert CountingRow.objects.get(pk=entry.pk).type == NOTICE.number

    notices.texts[1] = "Sold"
    write_entries(NOTICE, [1])
    assert (found("bobbins"), found("sold")) == ([], ["/en/notices/1/"])
    before = public_version.current_version()
    remove_entries(NOTICE, [1])
    assert public_version.current_version() != before
    assert (found("sold"), CountingRow.objects.filter(pk=entry.pk).count()) == ([], 0)
    write_entries(NOTICE, [1])
    notices.organization.is_hidden = True
    notices.organization.save()
    assert found("sold") == []


def test_titles_of_pages_are_suggested_however_many_notices_there_are(notices: Notices, make_page: Any, drain: Any):
    page = make_page("article", notices.organization, live=True, title="Notice of silk")
    drain()
    notices.texts = dict.fromkeys(range(1, 70), "For sale")
    write_entries(NOTICE, [*notices.texts])
    assert suggestions("notice", "en")[0].url == page.get_url()


FAULTS = {
    "row lost": (lambda entry: CatalogEntry.objects.filter(pk=entry).delete(), "rows_to_write"),
    "row old": (lambda entry: CatalogEntry.objects.filter(pk=entry).update(title="Old"), "rows_to_write"),
    "row gone": (lambda entry: CatalogEntry.objects.filter(pk=entry).update(page_id=entry + 5), "rows_to_remove"),
    "kind gone": (
        lambda entry: CatalogEntry.objects.filter(pk=entry).update(page_id=entry + (1 << 40)),
        "rows_to_remove",
    ),
    "index lost": (lambda entry: database_engine().remove([entry]), "index_to_write"),
    "counting row lost": (lambda entry: CountingRow.objects.filter(pk=entry).delete(), "rows_to_write"),
    "counting row alone": (lambda entry: CountingRow.objects.filter(pk=entry).update(id=entry + 5), "rows_to_remove"),
}


def test_the_reconciler_mends_every_fault(notices: Notices) -> None:
    notices.texts = {1: "Bobbins for sale"}
    write_entries(NOTICE, [1])
    assert not reconciler.check()
    for harm, field_name in FAULTS.values():
        harm(entry_id(NOTICE, 1))
        with pytest.raises(CommandError):
            call_command("search_index", "check", stdout=StringIO())
        assert getattr(reconciler.check(), field_name) == 1
        call_command("search_index", "repair", stdout=StringIO())
        assert not reconciler.check()
        assert found("bobbins") == ["/en/notices/1/"]
    notices.texts = {}
    assert reconciler.check().rows_to_remove == 1
    notices.texts = {1: "Bobbins", 2: "Shuttles"}
    call_command("search_index", "rebuild", stdout=StringIO())
    assert (not reconciler.check(), found("shuttles")) == (True, ["/en/notices/2/"])


def test_what_a_row_copies_is_written_again(notices: Notices, drain: Any) -> None:
    notices.texts = {1: "Bobbins"}
    write_entries(NOTICE, [1])
    row = CatalogEntry.objects.filter(pk=entry_id(NOTICE, 1))
    row.update(title="Old")
    request_refresh(organization=notices.organization.pk)
    drain()
    assert row.get().title == "Notice of looms 1"
    row.update(title="Old")
    write_entries_again([row.get().pk, 5])
    assert row.get().title == "Notice of looms 1"


def test_numbers_of_kinds_are_checked(notices: Notices) -> None:
    assert check_entry_kinds() == []
    kinds.declare_kind(ContentKind(number=1001, name="discussion", label="Discussion"))
    kinds.declare_kind(ContentKind(number=7, name="event", label="Event"))
    told = " ".join(message.msg for message in check_entry_kinds())
    assert "rows store 1000 for it" in told
    assert "between 1000 and 8191" in told
    assert "“event” is also the name of a kind of page" in told
