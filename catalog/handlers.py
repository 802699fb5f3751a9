"""What follows later, by the outbox, when a page or an organization changes."""

from __future__ import annotations

from catalog.services import update_row
from catalog.thumbnails import add_picture
from orgs.models import OrganizationHome
from outbox import handles, performs
from outbox.models import Event


@handles("page.published")
@handles("page.moved")
@handles("page.restricted")
@handles("page.unpublished")
@handles("page.deleted")
def row_follows_page(event: Event) -> None:
    """Whatever happened, and whenever this runs: the row becomes what the page is by now."""
    update_row(event.payload["page"])


@handles("organization.changed")
def homes_follow_organization(event: Event) -> None:
    """Its homes show the organization's name and description; other rows read them where they stand."""
    for home in OrganizationHome.objects.filter(organization=event.payload["organization"]):
        update_row(home.page_id)


@performs("search.picture")
def picture_follows_row(event: Event) -> None:
    add_picture(event.payload["page"])
