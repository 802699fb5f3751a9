"""Writing of pages in bulk, as complete as the editor's own: tree, tables of each kind, terms, activity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Page

from catalog.services import entry_of, write_rows
from demo.corpus.generated_pages import GeneratedPage
from feed.models import Activity
from orgs.models import Organization, OrgContentPage

BATCH = 500
PAGE_FIELDS = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]


class BulkLoader:
    """A loader that writes pages below the homes of organizations, 500 in a transaction."""

    def __init__(self, organizations: list[Organization]) -> None:
        self.homes: dict[tuple[int, str], Page] = {}
        for number, organization in enumerate(organizations):
            for home in organization.homes.select_related("page__locale", "locale"):
                self.homes[number, home.locale.language_code] = home.page
        self.organizations = organizations
        # Counted here from now on, instead of asking the database for each page.
        self.children = {home.pk: last_child_number(home) for home in self.homes.values()}

    def load(self, drafts: Iterable[GeneratedPage]) -> Iterator[int]:
        """Write generated pages into the database in batches; yield the number written so far after each."""
        written, source = 0, iter(drafts)
        while batch := list(islice(source, BATCH)):
            self.write(batch)
            written += len(batch)
            yield written

    @transaction.atomic
    def write(self, batch: list[GeneratedPage]) -> None:
        """Write a batch of generated pages with topics, activity and catalog rows, in one transaction."""
        for draft in batch:
            self.place(draft)
        insert_pages([draft.page for draft in batch])
        link(batch, "topics")
        link(batch, "places")
        self.count_children()
        Activity.objects.bulk_create(
            Activity(
                kind=Activity.Kind.PUBLISHED,
                page_id=draft.page.pk,
                organization_id=draft.page.organization_id,
                created_at=draft.page.first_published_at,
            )
            for draft in batch
        )
        write_rows([entry_of(draft.page) for draft in batch])

    def place(self, draft: GeneratedPage) -> None:
        """Set the tree position, slug, organization and language of an unsaved generated page, without queries.

        treebeard would look the place up one page at a time.
        """
        home, page = self.homes[draft.organization, draft.language], draft.page
        self.children[home.pk] += 1
        number = self.children[home.pk]
        page.path, page.depth, page.numchild = Page._get_path(home.path, home.depth + 1, number), home.depth + 1, 0
        page.slug = f"{page.page_kind.name}-{page.translation_key.hex[:12]}"
        page.url_path = f"{home.url_path}{page.slug}/"
        page.locale, page.organization = home.locale, self.organizations[draft.organization]
        # Held in memory, so that the catalog row is made without a query for each.
        page.topics, page.places = draft.topics, draft.places
        page.draft_title, page.live, page.has_unpublished_changes = page.title, True, False
        page.content_type = ContentType.objects.get_for_model(type(page))

    def count_children(self) -> None:
        """Save the number of pages below each organization's home, as counted by this loader."""
        for home in self.homes.values():
            Page.objects.filter(pk=home.pk).update(numchild=self.children[home.pk])


def last_child_number(home: Page) -> int:
    """Return the number within the tree path of a page's last child; 0 where it has none."""
    last = home.get_last_child()
    return Page._str2int(last.path[-Page.steplen :]) if last else 0


def insert_pages(pages: list[OrgContentPage]) -> None:
    """Insert new pages of any kinds into all their tables in bulk, and set their ids."""
    rows = Page.objects.bulk_create(Page(**{name: getattr(page, name) for name in PAGE_FIELDS}) for page in pages)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.page_ptr_id = page.orgcontentpage_ptr_id = row.pk
    insert_table(OrgContentPage, pages)
    for kind, of_kind in groupby(sorted(pages, key=lambda page: type(page).__name__), key=type):
        insert_table(kind, list(of_kind))


def insert_table(model: type[models.Model], rows: list[Any]) -> None:
    """Insert rows in bulk into a model's own table alone, not into its parents' tables."""
    queryset: Any = model._base_manager.get_queryset()
    queryset._batched_insert(rows, model._meta.local_concrete_fields, None)


def link(batch: list[GeneratedPage], name: str) -> None:
    """Insert the join rows of generated pages with their topics or places; `name` is "topics" or "places"."""
    through = getattr(OrgContentPage, name).through
    page_field, term_field = "orgcontentpage_id", f"{name.removesuffix('s')}_id"
    through.objects.bulk_create(
        through(**{page_field: draft.page.pk, term_field: term.pk}) for draft in batch for term in getattr(draft, name)
    )
