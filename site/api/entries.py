"""Catalog rows as the API returns them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.encoding import iri_to_uri

from catalog.models import CatalogEntry

# Makes a whole address of a path.
Absolute = Callable[[str], str]


def absolute_addresses(request: HttpRequest) -> Absolute:
    """Return a function that makes a full URL, with the request's host, of a path.

    That asks the request anew for each.
    """
    origin = request.build_absolute_uri("/").removesuffix("/")

    def absolute(path: str) -> str:
        # build_absolute_uri would resolve "/../" and take "//other.example" for another host: those few take the slow
        # way.
        is_plain = path.startswith("/") and not path.startswith("//") and "/." not in path
        return origin + iri_to_uri(path) if is_plain else request.build_absolute_uri(path)

    return absolute


def entry_out(entry: CatalogEntry, absolute: Absolute) -> dict[str, Any]:
    """Return a catalog entry's public fields as a dict for the API, with full URLs."""
    return {
        "id": entry.pk,
        "type": entry.type,
        "language": entry.language,
        "title": entry.title,
        "summary": entry.summary,
        "url": absolute(entry.url),
        "organization": {"slug": entry.organization.slug, "name": entry.organization.name},
        "published_at": entry.published_at,
        "topics": [topic.slug for topic in entry.topics],
        "places": [place.slug for place in entry.places],
        "is_stale": entry.outdated_since is not None,
    }
