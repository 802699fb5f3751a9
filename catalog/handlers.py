"""Outbox handlers and jobs that update rows after a page or an organization changed."""

from __future__ import annotations

from typing import cast

from catalog.copied_values.refresh import refresh_batch, request_refresh
from catalog.copied_values.thumbnails import make_thumbnails
from catalog.outbox_events import CATALOG_REFRESH, CATALOG_THUMBNAIL, RefreshPayload
from catalog.services import update_row
from orgs.models import OrganizationHome
from orgs.outbox_events import (
    ORGANIZATION_CHANGED,
    PAGE_DELETED,
    PAGE_MOVED,
    PAGE_PUBLISHED,
    PAGE_RESTRICTED,
    PAGE_UNPUBLISHED,
)
from outbox import handles, job
from outbox.models import Event


@handles(PAGE_PUBLISHED, PAGE_MOVED, PAGE_RESTRICTED, PAGE_UNPUBLISHED, PAGE_DELETED, name="catalog.page_row")
def update_page_row(event: Event) -> None:
    """Write or delete a page's catalog row, by its present state, after a page event (outbox handler).

    It follows what the page is when this runs.
    """
    # One handler for all five kinds: an event may run late or again, so only the page's state of now counts.
    update_row(event.payload["page"])


@handles(ORGANIZATION_CHANGED, name="catalog.home_rows")
def update_home_rows(event: Event) -> None:
    """Update the catalog rows of an organization's home pages and request a refresh of its others (handler).

    Home pages show its name and description; the other rows hold its names for search, and may wait.
    """
    organization = event.payload["organization"]
    for home in OrganizationHome.objects.filter(organization=organization):
        update_row(home.page_id)
    request_refresh(organization=organization)


@handles(CATALOG_REFRESH, name="catalog.refresh_rows")
def refresh_rows(event: Event) -> None:
    """Write one batch of outdated catalog rows again (outbox handler)."""
    refresh_batch(cast(RefreshPayload, event.payload))


@job(CATALOG_THUMBNAIL, name="catalog.thumbnail")
def make_page_thumbnails(event: Event) -> None:
    """Scale a page's picture for lists, and save the addresses in its catalog row (outbox job)."""
    make_thumbnails(event.payload["page"])
