"""The content of a mirror: the addresses of the public portal in the order in which they are written, help first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Count, Max

from catalog.models import CatalogEntry, CountingRow
from catalog.sources.kinds import entry_kinds
from help_services.models import HelpServicePage
from home.sitemaps import Lists
from operations.mirror.addresses import HELP, LANGUAGES, notice_address
from orgs.public_version import current_version

# The kinds of files: a public page with a row of the catalog, a list, what programs read, a file that pages show, and
# what the mirror makes itself.
PAGE, LIST, FEED, ASSET, OWN = "page", "list", "feed", "asset", "own"
FOR_SEARCH_ENGINES = ("/robots.txt", "/sitemap.xml", "/sitemap-lists.xml", "/sitemap-pages.xml")
READ_BY_PROGRAMS = ("activity/feed.atom", "activity/feed.json", "events/calendar.ics", "press/feed.atom")
FEEDS = (".atom", ".json", ".ics", ".csv", ".xml", ".txt")


@dataclass(frozen=True)
class MirrorTarget:
    """An address to be copied: its kind, the version of what it shows, and whose it is; `depth` from what led there."""

    address: str
    kind: str
    stamp: str
    page: int | None = None
    organization: int | None = None
    depth: int = 0


class Plan:
    """All that the portal shows now, as it stands in the catalog. Three queries, however many pages."""

    def __init__(self) -> None:
        self.version = current_version()
        newest = CountingRow.objects.values_list("organization").annotate(Max("version"), Count("pk")).order_by()
        self._newest = {organization: f"{latest}.{number}" for organization, latest, number in newest}
        fields = ("page_id", "url", "version", "organization_id", "type")
        rows = CatalogEntry.objects.public().exclude(url="").order_by("-published_at", "-pk").values_list(*fields)
        self.pages = [self._page(*row) for row in rows.iterator()]
        self.helping = {row[0] for row in rows.filter(type=HelpServicePage.page_kind.name)}
        self.help_stamp = " ".join(sorted(each.stamp for each in self.pages if each.page in self.helping))

    def _page(self, page: int, url: str, version: int, organization: int, kind: str) -> MirrorTarget:
        """Return the target of a row. The home of an organization shows what is new in all of its pages."""
        parts = urlsplit(url)
        unlisted = kind in entry_kinds().unlisted
        stamp = f"{version} {self._newest.get(organization)}" if unlisted else str(version)
        return MirrorTarget(parts.path, PAGE, stamp, page, organization)

    def targets(self) -> Iterator[MirrorTarget]:
        """Yield all targets, those of help before all others; files that pages show follow their pages."""
        yield from (self.list(f"/{language}/help/") for language in LANGUAGES)
        yield from (each for each in self.pages if each.page in self.helping)
        # What all of them link to where they cannot lead.
        yield from (self.list(notice_address(language), OWN) for language in LANGUAGES)
        yield from (self.list(f"/{language}/") for language in LANGUAGES)
        yield from (each for each in self.pages if each.page not in self.helping)
        yield from (self.list(address) for address in Lists().items())
        yield from (self.list(f"/{language}/{feed}") for language in LANGUAGES for feed in READ_BY_PROGRAMS)
        yield from (self.list(address) for address in FOR_SEARCH_ENGINES)

    def read_from(self, target: MirrorTarget) -> str:
        """Return the address of which a file is a copy: its own."""
        return target.address

    def list(self, address: str, kind: str = LIST, depth: int = 0) -> MirrorTarget:
        """Return the target of a list, which shows any change of the portal; a feed by the end of its name."""
        path, _, query = address.partition("?")
        # Help by kind and province: these are many, and what they show first changes with the services.
        stamp = self.help_stamp if HELP.match(path) and query else self.version
        return MirrorTarget(address, FEED if path.endswith(FEEDS) else kind, stamp, depth=depth)
