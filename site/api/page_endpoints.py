"""The API's public pages: all of them by cursor, and each with its whole text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import override
from ninja import Query, Router
from ninja.errors import HttpError

from api.cursors import LARGEST_ID, Order
from api.entries import absolute_addresses, entry_out
from api.list_endpoints import language_of, public_organization
from api.schemas import Kind, ListParameters, PageList, PageOut, Problem, Slug
from catalog import terms
from catalog.listing import rows
from catalog.models import CatalogEntry, CatalogEntryQuerySet
from press.kinds import CLIPPING
from press.models import ClippingPage

router = Router(tags=["pages"])
NEWEST_FIRST = Order("published_at", descending=True)


@router.get("/pages", response={200: PageList, 400: Problem, 404: Problem}, summary="Public pages, newest first")
def pages(
    request: HttpRequest,
    parameters: Query[ListParameters],
    organization: Slug = "",
    type: Kind = "",
    topic: Slug = "",
    place: Slug = "",
) -> dict[str, Any]:
    """Answer everybody with the public pages, newest first, each once, in the requested language if it has it."""
    language = language_of(parameters)
    found = with_terms(rows(language), topic, place)
    if owner := public_organization(organization):
        found = found.of(owner)
    if type:
        found = found.filter(type=type)
    shown, cursor = NEWEST_FIRST.page(found, parameters.cursor, parameters.page_size)
    absolute = absolute_addresses(request)
    with override(language):
        return {"next": cursor, "results": [entry_out(entry, absolute) for entry in shown]}


@router.get("/pages/{page_id}", response={200: PageOut, 404: Problem}, summary="One public page with its text")
def page(request: HttpRequest, page_id: int) -> dict[str, Any]:
    """Answer everybody with one public page, its text and the addresses of its translations; else 404."""
    public = CatalogEntry.objects.public().select_related("organization")
    # The database would fail on a larger number.
    entry = public.filter(pk=page_id).first() if 0 < page_id <= LARGEST_ID else None
    if entry is None:
        raise HttpError(404, "There is no such page.")
    # Public ones alone: a draft translation must not be named.
    others = CatalogEntry.objects.public().filter(translation_key=entry.translation_key).exclude(pk=entry.pk)
    absolute = absolute_addresses(request)
    translations = [
        {"language": language, "url": absolute(url), "is_stale": since is not None}
        for language, url, since in others.values_list("language", "url", "outdated_since")
    ]
    with override(entry.language):
        return entry_out(entry, absolute) | {
            "text": entry.text,
            "image": request.build_absolute_uri(entry.image) if entry.image else None,
            "starts_at": entry.starts_at,
            "ends_at": entry.ends_at,
            "original": original_of(entry),
            "translations": translations,
        }


def original_of(entry: CatalogEntry) -> dict[str, str] | None:
    """Return address and source of the original of a clipping; None for any other page."""
    if entry.type != CLIPPING.name:
        return None
    clipping = ClippingPage.objects.select_related("source").filter(pk=entry.pk).first()
    return {"url": clipping.address, "source": clipping.source.name} if clipping else None


def with_terms(entries: CatalogEntryQuerySet, topic: str, place: str) -> CatalogEntryQuerySet:
    """Return the catalog entries of this topic and place (slugs); "" does not filter, an unknown one gives none."""
    if topic:
        about = terms.topics.by_slug(topic)
        entries = entries.on_topic(about) if about else entries.none()
    if place:
        # An unknown slug finds nothing, as in the search; it is no error.
        there = terms.places.by_slug(place)
        entries = entries.in_place(there) if there else entries.none()
    return entries
