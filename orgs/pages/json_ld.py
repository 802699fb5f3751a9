"""What search engines read of a page: JSON-LD in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orgs.models import Organization, OrgContentPage


def organization_data(organization: Organization, language: str) -> dict[str, Any]:
    """https://schema.org/Organization, with what the organization itself makes public."""
    names = {organization.name_en, organization.name_km} - {organization.name_in(language)}
    known = {
        "@type": "Organization",
        "name": organization.name_in(language),
        "alternateName": sorted(names),
        "description": organization.description_in(language),
        "email": organization.email,
        "telephone": organization.phone,
        "url": organization.website,
    }
    return filled(known)


def page_data(page: OrgContentPage, url: str) -> dict[str, Any]:
    """https://schema.org/CreativeWork; `url` is the page's whole address."""
    language = page.locale.language_code
    published, changed = page.first_published_at, page.last_published_at
    return filled(
        {
            "@type": page.page_kind.schema_type,
            "headline": page.title[:110],
            "description": page.entry_summary(),
            "inLanguage": language,
            "url": url,
            "datePublished": published.isoformat() if published else None,
            "dateModified": changed.isoformat() if changed else None,
            "author": organization_data(page.organization, language),
            "publisher": {"@type": "Organization", "name": "Neary"},
        }
    )


def filled(known: dict[str, Any]) -> dict[str, Any]:
    """Only what is known: an empty value would be read as a statement."""
    return {name: value for name, value in known.items() if value}
