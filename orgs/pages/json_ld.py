"""JSON-LD for search engines: an organization's data in the vocabulary of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from common.typed_text.telephone import numbers_in

if TYPE_CHECKING:
    from orgs.models.organization import Organization


def organization_data(organization: Organization, language: str) -> dict[str, Any]:
    """Return an organization's public profile as schema.org data, with its name in this language."""
    names = {organization.name_en, organization.name_km} - {organization.name_in(language)}
    dialled = [number.dialled for number in numbers_in(organization.phone)]
    known = {
        "@type": "Organization",
        "name": organization.name_in(language),
        "alternateName": sorted(names),
        "description": organization.description_in(language),
        "email": organization.email,
        "telephone": dialled[0] if len(dialled) == 1 else dialled,
        "url": organization.website,
    }
    return filled(known)


def filled(known: dict[str, Any]) -> dict[str, Any]:
    """Return a dictionary without its empty values."""
    return {name: value for name, value in known.items() if value}
