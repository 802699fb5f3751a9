"""The sitemap and robots.txt for search engines.

The sitemap has the portal's lists in both languages, and every public page in its own.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from catalog.models import CatalogEntry
from events.series_pages.context import public_series

LISTS = (
    "topics",
    "events",
    "publications",
    "activity",
    "press",
    "recommendations",
    "help",
    "guide",
    "how-we-check",
    "discussions:boards",
)
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /accounts/\nDisallow: /workspace/\nSitemap: {sitemap}\n"


class PublicPages(Sitemap):
    """The sitemap of public pages, by their catalog rows."""

    # Addresses in one file of the sitemap.
    limit = 5000

    def items(self) -> QuerySet[CatalogEntry]:
        """Return the catalog rows of all public pages and discussions, for the sitemap."""
        # By id: a page that is published while the files are read moves no other into another file.
        return CatalogEntry.objects.public().only("url", "published_at").order_by("pk")

    def location(self, item: CatalogEntry) -> str:
        """Return the address of a catalog row's page, for the sitemap."""
        return item.url

    def lastmod(self, item: CatalogEntry) -> datetime:
        """Return the time at which a page was published, for the sitemap."""
        return item.published_at


class Lists(Sitemap):
    """The sitemap of front pages, directories and lists, in both languages."""

    def items(self) -> list[str]:
        """Return the paths of front pages, directories and lists in both languages, for the sitemap."""
        addresses, slugs = [], public_series()
        for language, _name in settings.LANGUAGES:
            with override(language):
                addresses += [f"/{language}/", f"/{language}/organizations/", *(reverse(name) for name in LISTS)]
                addresses += [reverse("series", args=[slug]) for slug in slugs]
        return addresses

    def location(self, item: str) -> str:
        """Return the path of a list, which is the item itself, for the sitemap."""
        return item


SITEMAPS = {"lists": Lists, "pages": PublicPages}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Serve robots.txt: the sitemap's address, and the addresses that search engines must not read (view)."""
    return HttpResponse(ROBOTS.format(sitemap=request.build_absolute_uri("/sitemap.xml")), content_type="text/plain")
