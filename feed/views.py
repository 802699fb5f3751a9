"""What has happened: by day for readers, as Atom and JSON Feed for their programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from catalog.http_validators import conditional
from feed import formats
from feed.news import before, by_day, joined, last_change, latest, shown
from orgs.models import Organization

LINES_SHOWN = 40
ITEMS_IN_FEED = 30
ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"


@require_safe
def index(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """What happened, by day; ?before= is the last line of the page before."""
    organization = found(slug)
    mark = request.GET.get("before", "")
    older = before(shown(get_language() or "en", organization), int(mark) if is_number(mark) else None)
    lines = list(older[: LINES_SHOWN + 1])
    more, lines = len(lines) > LINES_SHOWN, lines[:LINES_SHOWN]
    context = {
        "organization": organization,
        "days": by_day(joined(lines)),
        "older": lines[-1].pk if more else None,
        "is_first": not mark,
    }
    return render(request, "feed/activity.html", context)


@require_safe
def atom(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    return syndicated(request, slug, formats.atom, ATOM)


@require_safe
def json_feed(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    return syndicated(request, slug, formats.json_feed, JSON_FEED)


def syndicated(request: HttpRequest, slug: str | None, write: Callable[..., bytes], content_type: str) -> HttpResponse:
    """The newest of the portal, or of one organization, in one format."""
    organization, language = found(slug), get_language() or "en"
    news = latest(language, organization, ITEMS_IN_FEED)
    body = write(channel(request, organization, language), news, request.build_absolute_uri)
    return conditional(request, body, content_type, last_change(news, organization), language)


def channel(request: HttpRequest, organization: Organization | None, language: str) -> formats.Channel:
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


def found(slug: str | None) -> Organization | None:
    """The organization that the address names, if it names one. Raises Http404 for one that the public does not see."""
    return get_object_or_404(Organization.objects.public(), slug=slug) if slug else None


def is_number(text: str) -> bool:
    """Whether it is an id that a database can hold."""
    return text.isascii() and text.isdecimal() and len(text) < 19
