"""Services that keep the catalog's rows equal to the public pages."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalog import terms
from catalog.copied_values.names import names_of
from catalog.copied_values.outdated import outdated_since
from catalog.copied_values.thumbnails import existing_thumbnails, locked_pages, request_thumbnails
from catalog.counting import counting_row, group_of
from catalog.models import CatalogEntry, CountingRow
from catalog.page_sets.changes import record_change
from catalog.signals import rows_removed, rows_written
from common.typed_text.characters import one_line
from orgs import public_version
from orgs.models import OrgContentPage

WRITTEN_AT_ONCE = 200


@transaction.atomic
def update_row(page_id: int) -> bool:
    """Write a page's catalog row if it is live and unrestricted, else delete it; return whether it has one.

    Cached pages of the portal are outdated, and missing thumbnails are asked for.
    """
    return bool(update_rows([page_id]))


@transaction.atomic
def update_rows(page_ids: list[int]) -> int:
    """Write public pages' catalog rows, delete the others', request missing thumbnails; return the number of public.

    The pages must fit into memory together.
    """
    # Locked first, then read: another worker that changes a page waits, so no older state overwrites a newer one.
    pages = [page.specific for page in public_pages(locked_pages(page_ids))]
    entries = entries_of(pages)
    write_rows(entries)
    remove_rows(set(page_ids) - {entry.page_id for entry in entries})
    for entry in entries:
        # Missing sizes are made by a job after this transaction, because scaling is slow.
        if entry.picture and not (entry.image and entry.thumbnail):
            request_thumbnails(entry.page_id)
    return len(entries)


@transaction.atomic
def write_rows(entries: list[CatalogEntry]) -> None:
    """Save these catalog rows unless newer are stored, with counting rows; send `rows_written`, outdate cached pages.

    Each entry holds all its fields; `new_version()` gives the version of pages that are read now.
    """
    # Evaluated in the next line and kept by the queryset, so that it still has the old keys after the rows are written.
    stored = CatalogEntry.objects.filter(pk__in=[entry.pk for entry in entries]).only("version", "translation_key")
    read = {entry.pk: entry.version for entry in stored}
    newest = [entry for entry in entries if entry.version >= read.get(entry.pk, 0)]
    _upsert(CatalogEntry, newest)
    _upsert(CountingRow, [counting_row(entry) for entry in newest])
    # The old keys too: a page may have become the translation of another page than before.
    keys = {entry.translation_key for entry in [*newest, *stored]}
    record_change(map(group_of, keys))
    rows_written.send(CatalogEntry, entries=newest, translation_keys=keys)
    public_version.bump_version()


@transaction.atomic
def remove_summaries(page_ids: Collection[int] | QuerySet[Any, Any]) -> None:
    """Empty the summaries of the rows with these ids at once, in the caller's transaction; outdate cached pages.

    The rows count as outdated: a refresh of them (catalog.copied_values.refresh) takes the words out of the index too.
    """
    # The version of the counting row stays, which makes the row an outdated one.
    CatalogEntry.objects.filter(pk__in=page_ids).exclude(summary="").update(summary="", version=new_version())
    public_version.bump_version()


@transaction.atomic
def remove_rows(page_ids: Iterable[int]) -> None:
    """Delete the catalog and counting rows with these ids, send `rows_removed`, outdate cached pages."""
    ids = list(page_ids)
    if ids:
        rows = CatalogEntry.objects.filter(pk__in=ids)
        # Read before the rows are deleted: search needs the keys to write the documents of Elasticsearch again.
        keys = set(rows.values_list("translation_key", flat=True))
        rows.delete()
        removed = CountingRow.objects.filter(pk__in=ids)
        # Read from these rows: a fault may have left one without its entry.
        record_change(removed.values_list("translation_group", flat=True))
        removed.delete()
        rows_removed.send(CatalogEntry, page_ids=ids, translation_keys=keys)
        public_version.bump_version()


def _upsert(model: type[Model], rows: list[Any]) -> None:
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    key = model._meta.pk.name
    # INSERT ... ON CONFLICT DO UPDATE: two workers that write one page at the same moment both succeed.
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=[key], update_fields=fields, batch_size=WRITTEN_AT_ONCE
    )


def public_pages(pages: Iterable[OrgContentPage]) -> list[OrgContentPage]:
    """Return those of the pages that are live, not expired and not restricted, whatever their organization.

    An organization that is suspended or hidden keeps its rows: every read checks the organization.
    """
    # Not Page.get_view_restrictions(): that is a query for each page.
    restricted = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.NONE)
    # A restriction holds for all pages below its page, whose paths begin with that page's path.
    closed = tuple(restricted.values_list("page__path", flat=True))
    now = timezone.now()
    return [
        page
        for page in pages
        # An expired page stays live until Wagtail's scheduler runs. startswith() with an empty tuple is False.
        if page.live and not (page.expire_at and page.expire_at <= now) and not page.path.startswith(closed)
    ]


def entries_of(pages: Iterable[OrgContentPage]) -> list[CatalogEntry]:
    """Return the catalog entries of pages, unsaved, made of the pages as they are now."""
    pages = list(pages)
    # One question for all of them.
    outdated = outdated_since(page.pk for page in pages)
    return [entry_of(page, outdated.get(page.pk)) for page in pages]


def entry_of(page: OrgContentPage, outdated: datetime | None = None) -> CatalogEntry:
    """Return a page's catalog entry, unsaved, made of the page as it is now; `outdated` as in CatalogEntry."""
    topics, places = list(page.entry_topics()), list(page.entry_places())
    return CatalogEntry(
        page_id=page.pk,
        translation_key=page.translation_key,
        language=page.locale.language_code,
        organization_id=page.organization_id,
        type=page.page_kind.name,
        topic_mask=terms.mask_of(topics),
        place_mask=terms.mask_of(places),
        source=page.entry_source(),
        title=one_line(page.title),
        summary=page.entry_summary(),
        text=page.entry_text(),
        names=names_of(page, [*topics, *places]),
        # None where the page is in no site's tree.
        url=page.get_url() or "",
        **existing_thumbnails(page),
        published_at=page.first_published_at or page.latest_revision_created_at or timezone.now(),
        starts_at=page.entry_starts_at(),
        ends_at=page.entry_ends_at(),
        expires_at=page.expire_at,
        outdated_since=outdated,
        version=new_version(),
    )


def new_version() -> int:
    """Return a version number for catalog rows: the present time in microseconds since 1970."""
    return time.time_ns() // 1000
