"""An organization's home and its lists, each a page of its own under a tab."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language, gettext

from catalog.listing import PAGE_SIZE, pieces
from catalog.models import CatalogEntry
from events.kinds import EVENT
from orgs.models import Organization
from orgs.pages.images import fetch_renditions, images_in
from orgs.pages.registry import page_kinds

NEWEST, EVENTS = 4, 4


def organization_home(organization: Organization, language: str, body: Any) -> dict[str, Any]:
    """Return the template context of an organization's home page: its header, newest pages, coming events.

    `language` and `body` (a stream value) are those of its home page.
    """
    fetch_renditions([organization.logo, *images_in(body)])
    own = pieces(language).of(organization)
    return organization_header(organization, "overview") | {
        "newest": own.exclude(type=EVENT.name)[:NEWEST],
        "events": own.upcoming()[:EVENTS],
    }


def organization_list(organization: Organization, tab: str, page: str) -> dict[str, Any]:
    """Return the template context of one page of an organization's list under a tab, such as its articles."""
    chosen = next(each for each in page_kinds().tabs if each.name == tab)
    found = pieces(get_language() or "en", *page_kinds().under(chosen)).of(organization)
    if chosen.order:
        found = found.order_by(*chosen.order)
    shown = Paginator(found, PAGE_SIZE).get_page(page)
    fetch_renditions([organization.logo])
    return organization_header(organization, tab) | {
        "entries": shown.object_list,
        "row": chosen.row,
        "number": shown.number,
        "last": shown.paginator.num_pages,
    }


def organization_header(organization: Organization, tab: str) -> dict[str, Any]:
    """Return the template context shared by all pages about an organization: tabs, counts, languages.

    Keys: section, organization, home_url, tab (its name), tabs ({name, title, url, count}), total (pages published),
    written_in (codes of the languages in which it has published).
    """
    home = reverse("organization-home", args=[organization.slug])
    by_type, written_in = published(organization)
    return {
        "section": "organizations",
        "organization": organization,
        "home_url": home,
        "tab": tab,
        "tabs": [
            {"name": "overview", "title": gettext("Overview"), "url": home},
            *lists(home, by_type),
            {"name": "contact", "title": gettext("Contact"), "url": f"{home}contact/"},
        ],
        "total": sum(by_type.values()),
        "written_in": written_in,
    }


def lists(home: str, by_type: dict[str, int]) -> list[dict[str, Any]]:
    """Return name, title, url and number of entries of each tab of an organization that is a list."""
    return [
        {
            "name": tab.name,
            "title": tab.title,
            "url": f"{home}{tab.slug}/",
            "count": sum(by_type.get(kind, 0) for kind in page_kinds().under(tab)),
        }
        for tab in page_kinds().tabs
    ]


def published(organization: Organization) -> tuple[dict[str, int], list[str]]:
    """Return an organization's numbers of public pages by kind, for the active language, and its pages' languages."""
    own = CatalogEntry.objects.public().pages().of(organization).listed().order_by()
    rows = own.values_list("type", "language").annotate(count=Count("pk"))
    written_in = sorted({language for _type, language, _count in rows})
    # Counted apart from `own`: a page that exists in one language only is listed in both.
    readable = pieces(get_language() or "en").pages().of(organization).order_by()
    return dict(readable.values_list("type").annotate(count=Count("pk"))), written_in
