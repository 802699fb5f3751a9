"""Services by which a manager adds the site of her organization, and removes it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.rate_limit import DAY, RateLimit
from common.refusal import Refusal
from common.typed_text.lengths import LONGEST_ADDRESS
from orgs.models import Organization
from orgs.permissions import is_manager, may_write
from press.log_actions import SITE_ADDED, SITE_REMOVED
from press.models import SiteProof, Source
from press.own_site.proving import prove_by_website
from press.reading.keys import is_web_address

ADDED = RateLimit("own sites of an organization", 10, DAY)


def own_site_of(organization: Organization) -> Source | None:
    """Return an organization's own site with its proof and the state of reading it; None where it has none."""
    sites = Source.objects.own().select_related("organization", "site_proof", "fetch_state")
    return sites.filter(organization=organization).first()


def refuse_others(organization: Organization, user: Any) -> None:
    """Raise Refusal for everybody but the managers of an organization that is active."""
    if not (is_manager(user, organization) and may_write(user, organization)):
        raise Refusal(_("Only a manager of the organization can do this."), code="managers_only")


@transaction.atomic
def add_site(organization: Organization, feed: str, user: Any) -> Source:
    """Add the feed of an organization's own site, read once proved. Refusal for non-managers, second site, no address.

    Raises Refusal also for a second site, for what is no address of the web, and after ten a day.
    """
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    refuse_others(organization, user)
    if Source.objects.own().filter(organization=organization).exists():
        raise Refusal(_("Your organization has a site here already. Remove that first."), code="has_a_site")
    if not is_web_address(feed) or len(feed) > LONGEST_ADDRESS:
        raise Refusal(_("This is no address of the web."), code="no_address")
    if not ADDED.allows_in_transaction(str(organization.pk)):
        raise Refusal(_("Your organization added ten sites today. Please try again tomorrow."), code="too_often")
    source = Source.objects.create(
        kind=Source.Kind.OWN, organization=organization, feed=feed, language=Source.Language.KHMER
    )
    SiteProof.objects.create(source=source)
    prove_by_website(source)
    log(instance=organization, action=SITE_ADDED, user=user)
    return source


@transaction.atomic
def remove_site(organization: Organization, user: Any) -> None:
    """Remove an organization's own site with all its items; drafts made of them stay. Raises Refusal for non-managers.

    Does nothing where there is none any more.
    """
    refuse_others(organization, user)
    for source in Source.objects.own().filter(organization=organization).select_for_update():
        source.delete()
        log(instance=organization, action=SITE_REMOVED, user=user)
