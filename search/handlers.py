"""What follows later, by the outbox, when a page or an organization changes."""

from __future__ import annotations

from orgs.models import OrganizationHome
from outbox import handles, performs
from outbox.models import Event
from outbox.retries import Retries
from search import debts, reconciler
from search.pictures import add_picture
from search.services import index_page


@handles("page.published")
@handles("page.moved")
@handles("page.restricted")
@handles("page.unpublished")
@handles("page.deleted")
def row_follows_page(event: Event) -> None:
    """Whatever happened, and whenever this runs: the row becomes what the page is by now."""
    index_page(event.payload["page"])


@handles("organization.changed")
def homes_follow_organization(event: Event) -> None:
    """Its homes show the organization's name and description; other rows read them where they stand."""
    for home in OrganizationHome.objects.filter(organization=event.payload["organization"]):
        index_page(home.page_id)


@performs("search.picture")
def picture_follows_row(event: Event) -> None:
    add_picture(event.payload["page"])


# A server that is away is asked until it is back, however long that takes, and soon after.
UNTIL_BACK = Retries(attempts=1_000_000, first=1, longest=10)


@performs("search.write", lease=120, retries=UNTIL_BACK)
def index_follows_rows(event: Event) -> None:
    debts.pay()


@performs("search.level", lease=900, retries=UNTIL_BACK)
def index_is_level(event: Event) -> None:
    """A new index of a million rows takes minutes; a lease holds that."""
    reconciler.level_elasticsearch()
