"""The API's lists of topics, places, organizations, activity and events, each by cursor."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import get_language, override
from ninja import Query, Router
from ninja.errors import HttpError

from api.cursors import Order, slug_text
from api.entries import absolute_addresses, entry_out
from api.schemas import (
    ActivityList,
    EventList,
    ListParameters,
    OrganizationList,
    OrganizationOut,
    Problem,
    Slug,
    TermList,
)
from catalog import terms
from events.event_list import events_ahead, events_past
from feed.items import visible_activities, with_entries
from orgs.models import Organization

router = Router(tags=["lists"])
# A slug is its own value in a cursor.
BY_SLUG = Order("slug", read=slug_text)
NEWEST_FIRST = Order("created_at", descending=True)
NEXT_FIRST = Order("starts_at")
LATEST_FIRST = Order("starts_at", descending=True)


def language_of(parameters: ListParameters) -> str:
    """Return the language parameter of an API request, or the active language without one."""
    return parameters.language or get_language() or "en"


def public_organization(slug: str) -> Organization | None:
    """Return the public organization of a slug; None for no slug. Raises HttpError 404 if not public."""
    organization = Organization.objects.public().filter(slug=slug).first() if slug else None
    if slug and organization is None:
        raise HttpError(404, "There is no such organization.")
    return organization


@router.get("/topics", response=TermList, summary="The topics by which everything is sorted")
def topics(request: HttpRequest) -> dict[str, Any]:
    """Answer everybody with all topics as JSON."""
    # Few, so they come in one part.
    return {"next": None, "results": terms.topics.all()}


@router.get("/places", response=TermList, summary="Cambodia's provinces")
def places(request: HttpRequest) -> dict[str, Any]:
    """Answer everybody with all provinces as JSON."""
    return {"next": None, "results": terms.places.all()}


@router.get("/organizations", response={200: OrganizationList, 400: Problem}, summary="Who publishes")
def organizations(
    request: HttpRequest, parameters: Query[ListParameters], topic: Slug = "", place: Slug = ""
) -> dict[str, Any]:
    """Answer everybody with the public organizations by slug, filtered by topic and place, as JSON."""
    # The two in one query each, and not for each organization.
    rows = Organization.objects.public().prefetch_related("topics", "places")
    if topic:
        rows = rows.filter(topics__slug=topic)
    if place:
        rows = rows.filter(places__slug=place)
    found, cursor = BY_SLUG.page(rows, parameters.cursor, parameters.page_size)
    language = language_of(parameters)
    return {"next": cursor, "results": [organization_out(request, each, language) for each in found]}


def organization_out(request: HttpRequest, organization: Organization, language: str) -> OrganizationOut:
    """Return an organization's public fields as the API's object."""
    return OrganizationOut(
        slug=organization.slug,
        name_en=organization.name_en,
        name_km=organization.name_km,
        description_en=organization.description_en,
        description_km=organization.description_km,
        # Not the page's own address: an organization has a page in each language.
        url=request.build_absolute_uri(f"/{language}/organizations/{organization.slug}/"),
        website=organization.website,
        topics=[topic.slug for topic in organization.topics.all()],
        places=[place.slug for place in organization.places.all()],
        since=organization.created_at.date(),
    )


@router.get(
    "/activity", response={200: ActivityList, 400: Problem, 404: Problem}, summary="What happened, newest first"
)
def activity(request: HttpRequest, parameters: Query[ListParameters], organization: Slug = "") -> dict[str, Any]:
    """Answer everybody with the latest changes of public pages, of all or one organization, as JSON."""
    language = language_of(parameters)
    rows = visible_activities(language, public_organization(organization))
    lines, cursor = NEWEST_FIRST.page(rows, parameters.cursor, parameters.page_size)
    absolute = absolute_addresses(request)
    # Names of kinds and of organizations are in the active language.
    with override(language):
        results = [
            {"kind": item.kind, "at": item.changed_at, "page": entry_out(item.entry, absolute)}
            for item in with_entries(lines)
        ]
    return {"next": cursor, "results": results}


@router.get("/events", response={200: EventList, 400: Problem, 404: Problem}, summary="Events, ahead or past")
def events(
    request: HttpRequest,
    parameters: Query[ListParameters],
    when: Literal["ahead", "past"] = "ahead",
    organization: Slug = "",
) -> dict[str, Any]:
    """Answer everybody with the events that are ahead, or past, of all or one organization, as JSON."""
    language = language_of(parameters)
    ahead = when == "ahead"
    rows = events_ahead(language) if ahead else events_past(language)
    if owner := public_organization(organization):
        rows = rows.of(owner)
    order = NEXT_FIRST if ahead else LATEST_FIRST
    found, cursor = order.page(rows, parameters.cursor, parameters.page_size)
    absolute = absolute_addresses(request)
    with override(language):
        results = [entry_out(row, absolute) | {"starts_at": row.starts_at, "ends_at": row.ends_at} for row in found]
    return {"next": cursor, "results": results}
