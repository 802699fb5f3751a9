"""Setting up an empty portal: its site, front pages, directories and programme; and changing its address."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page, Site

from home.models import HomePage, OrganizationIndexPage
from home.organizations.page_tree import provision
from moderation.wagtail_integration.setup import ensure_workflow
from orgs.models import PROGRAMME_SLUG, Organization
from orgs.public_version import bump_version


@transaction.atomic
def set_up_portal(hostname: str = "localhost", port: int = 80) -> None:
    """Create front pages, workflow, site, programme; delete other top pages. Does nothing if a front page exists."""
    if HomePage.objects.exists():
        return
    root = Page.get_first_root_node()
    front_en = _add_front(root, Locale.objects.get_or_create(language_code="en")[0], None)
    front_km = _add_front(root, Locale.objects.get_or_create(language_code="km")[0], front_en)
    ensure_workflow([front_en, front_km])
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": hostname,
            "port": port,
            "root_page": front_en,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    # Wagtail's migrations create a welcome page.
    for page in root.get_children().exclude(content_type__model="homepage"):
        page.specific.delete()
    provision(slug=PROGRAMME_SLUG, name_en="Neary programme", name_km="កម្មវិធីនារី", tier=Organization.Tier.TRUSTED)


@transaction.atomic
def set_address(hostname: str, port: int) -> None:
    """Store a hostname and port in the default site and outdate cached pages; nothing if they are the same."""
    site = Site.objects.get(is_default_site=True)
    if (site.hostname, site.port) != (hostname, port):
        site.hostname, site.port = hostname, port
        # Its signal empties what Wagtail keeps of addresses.
        site.save(update_fields=["hostname", "port"])
        bump_version()


def _add_front(root: Page, locale: Locale, translation_of: HomePage | None) -> HomePage:
    """Add the front page and the directory of a language, as translations of another front page's."""
    language = locale.language_code
    keys = {"translation_key": translation_of.translation_key} if translation_of else {}
    with override(language):
        # home.views.page_at relies on this form of the slug.
        front = root.add_child(instance=HomePage(title="Neary", slug=f"front-{language}", locale=locale, **keys))
        directory = OrganizationIndexPage(title=gettext("Organizations"), slug="organizations", locale=locale)
    if translation_of:
        twin = OrganizationIndexPage.objects.child_of(translation_of).get()
        directory.translation_key = twin.translation_key
    front.add_child(instance=directory)
    return front
