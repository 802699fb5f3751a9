"""Creating an organization together with its page tree: a home page in each language's directory."""

from __future__ import annotations

from django.db import transaction

from home.models import OrganizationIndexPage, OrganizationPage
from orgs.models import Organization
from orgs.services import create_organization, register_home


@transaction.atomic
def provision(*, slug: str, name_en: str, name_km: str, **fields: object) -> Organization:
    """Create an organization, its groups and rights, and its home pages. Raises IntegrityError for a used slug."""
    organization = create_organization(slug=slug, name_en=name_en, name_km=name_km, **fields)
    twin: OrganizationPage | None = None
    for directory in OrganizationIndexPage.objects.select_related("locale").order_by("locale__language_code"):
        page = OrganizationPage(
            title=organization.name_in(directory.locale.language_code),
            slug=slug,
            locale=directory.locale,
            # Given here: the home is the root of its tree, so nothing above it tells the organization.
            organization=organization,
        )
        if twin:
            # One key for both homes makes them translations of each other.
            page.translation_key = twin.translation_key
        directory.add_child(instance=page)
        register_home(organization, page)
        page.save_revision().publish()
        twin = twin or page
    return organization
