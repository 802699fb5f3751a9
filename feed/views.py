"""The views of activity: by day for readers, as Atom and JSON Feed for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from catalog.http_validators import conditional_response
from feed import formats
from feed.items import group_by_day, last_modified, latest_items, older_than, visible_activities, with_entries
from orgs.models import Organization

ACTIVITIES_PER_PAGE = 40
ITEMS_IN_FEED = 30
ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"


@require_safe
def index(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Show the activity of all or one public organization by day, page by page; 404 for a non-public one.

    ?before= is the id of the last activity on the page before.
    """
    organization = public_organization(slug)
    last_seen = request.GET.get("before", "")
    # Pages are cut by id, not by number: what is published meanwhile shifts nothing.
    activities = visible_activities(get_language() or "en", organization)
    older = older_than(activities, int(last_seen) if is_number(last_seen) else None)
    # One more than is shown tells whether there is a next page, without a query that counts.
    lines = list(older[: ACTIVITIES_PER_PAGE + 1])
    more, lines = len(lines) > ACTIVITIES_PER_PAGE, lines[:ACTIVITIES_PER_PAGE]
    context = {
        "organization": organization,
        "days": group_by_day(with_entries(lines)),
        "older": lines[-1].pk if more else None,
        "is_first": not last_seen,
    }
    return render(request, "feed/activity.html", context)


@require_safe
def atom(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Serve the newest activity of all or one public organization as Atom, or 304; 404 for a non-public one."""
    return feed_response(request, slug, formats.atom, ATOM)


@require_safe
def json_feed(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Serve the newest activity of all or one public organization as JSON Feed, or 304; 404 for a non-public one."""
    return feed_response(request, slug, formats.json_feed, JSON_FEED)


def feed_response(
    request: HttpRequest, slug: str | None, write: Callable[..., bytes], content_type: str
) -> HttpResponse:
    """Return the newest activity of all or one organization, written by `write`, or 304. Http404 if not public."""
    organization, language = public_organization(slug), get_language() or "en"
    items = latest_items(language, organization, ITEMS_IN_FEED)
    body = write(build_channel(request, organization, language), items, request.build_absolute_uri)
    return conditional_response(request, body, content_type, last_modified(items, organization), language)


def build_channel(request: HttpRequest, organization: Organization | None, language: str) -> formats.Channel:
    """Return a feed's title, description and URLs: of the portal, or of an organization."""
    words: dict[str, Any] = (
        {"title": organization.name, "description": organization.description}
        if organization
        else {"title": "Neary", "description": gettext("What Cambodia’s women’s organizations are doing, in one place")}
    )
    home = f"/{language}/organizations/{organization.slug}/" if organization else f"/{language}/"
    return formats.Channel(
        **words,
        home=request.build_absolute_uri(home),
        feed=request.build_absolute_uri(request.path),
        language=language,
    )


def public_organization(slug: str | None) -> Organization | None:
    """Return the public organization of a slug; None for no slug. Raises Http404 if it is not public."""
    return get_object_or_404(Organization.objects.public(), slug=slug) if slug else None


def is_number(text: str) -> bool:
    """Return whether a text is a decimal number of at most 18 digits, fit for an id."""
    return text.isascii() and text.isdecimal() and len(text) < 19
