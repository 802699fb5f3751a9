"""What search engines read of a page: JSON-LD in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from common.typed_text.telephone import numbers_in

if TYPE_CHECKING:
    from orgs.models.organization import Organization


def organization_data(organization: Organization, language: str) -> dict[str, Any]:
    """https://schema.org/Organization, with what the organization itself makes public."""
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
    """Only what is known: an empty value would be read as a statement."""
    return {name: value for name, value in known.items() if value}
