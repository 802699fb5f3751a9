"""Catalog rows as the API returns them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from catalog.models import CatalogEntry


def entry_out(request: HttpRequest, entry: CatalogEntry) -> dict[str, Any]:
    """Return the public fields of a catalog row; addresses are absolute."""
    return {
        "id": entry.pk,
        "type": entry.type,
        "language": entry.language,
        "title": entry.title,
        "summary": entry.summary,
        "url": request.build_absolute_uri(entry.url),
        "organization": {"slug": entry.organization.slug, "name": entry.organization.name},
        "published_at": entry.published_at,
        "topics": [topic.slug for topic in entry.topics],
        "places": [place.slug for place in entry.places],
    }
