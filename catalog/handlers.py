"""What follows later, by the outbox, when a page or an organization changes."""

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
    """Whatever happened, and whenever this runs: the row becomes what the page is by now."""
    update_row(event.payload["page"])


@handles(ORGANIZATION_CHANGED, name="catalog.home_rows")
def update_home_rows(event: Event) -> None:
    """Its homes show the organization's name and description; the others hold its names, for search, and may wait."""
    organization = event.payload["organization"]
    for home in OrganizationHome.objects.filter(organization=organization):
        update_row(home.page_id)
    request_refresh(organization=organization)


@handles(CATALOG_REFRESH, name="catalog.refresh_rows")
def refresh_rows(event: Event) -> None:
    refresh_batch(cast(RefreshPayload, event.payload))


@job(CATALOG_THUMBNAIL, name="catalog.thumbnail")
def make_page_thumbnails(event: Event) -> None:
    make_thumbnails(event.payload["page"])
