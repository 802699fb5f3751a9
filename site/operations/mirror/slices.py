"""The slice of one province: what helps and happens there, as a folder that opens without a server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.models import CatalogEntry
from help_services.models import HelpServicePage
from home.models import OrganizationPage
from operations.mirror.addresses import LANGUAGES
from operations.mirror.own_pages import OwnPages
from operations.mirror.targets import LIST, MirrorTarget, Plan
from vocabulary.models import Place

# Pages on the first page of a slice; all others are found by their titles.
MOST = 100


class ProvincePlan(Plan):
    """The pages of a province: its help services and those for the whole country, its organizations, its pages."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        rows = CatalogEntry.objects.public().values_list("page_id", "place_mask")
        self.homes = set(OrganizationPage.objects.filter(organization__places=place).values_list("pk", flat=True))
        nationwide = set(HelpServicePage.objects.filter(is_nationwide=True).values_list("pk", flat=True))
        wanted = self.homes | nationwide
        self.chosen = {page for page, mask in rows.iterator() if mask & place.bit or page in wanted}
        self.pages = [each for each in self.pages if each.page in self.chosen]
        self.helping &= self.chosen

    def targets(self) -> Iterator[MirrorTarget]:
        """Yield the pages of the province, those of help before all others."""
        for language in LANGUAGES:
            yield MirrorTarget(f"/{language}/help/", LIST, self.version)
        yield from (each for each in self.pages if each.page in self.helping)
        yield from (each for each in self.pages if each.page not in self.helping)

    def read_from(self, target: MirrorTarget) -> str:
        """Return the address of which a file is a copy: help is that of the province."""
        is_help = target.kind == LIST and target.address.endswith("/help/")
        return f"{target.address}?place={self.place.slug}" if is_help else target.address


class ProvincePages(OwnPages):
    """The own pages of a slice: in the place of the front pages one that lists all that is in it."""

    plan: ProvincePlan

    def __init__(self, plan: ProvincePlan) -> None:
        super().__init__(plan)
        for language in LANGUAGES:
            self._makers[f"/{language}/"] = ("province", self._contents(language))

    def _rows(self) -> Iterator[tuple[int, str, str, str]]:
        yield from (row for row in super()._rows() if row[0] in self.plan.chosen)

    def _contents(self, language: str) -> dict[str, Any]:
        """Return what the first page of a language lists: its services, its organizations, and the newest pages."""
        rows = CatalogEntry.objects.public().filter(language=language).exclude(url="").order_by("-published_at", "-pk")
        found = [row for row in rows.values("page_id", "title", "url") if row["page_id"] in self.plan.chosen]
        helping, homes = self.plan.helping, self.plan.homes
        return {
            "place": self.plan.place,
            "titles": f"/{language}/mirror/titles/",
            "services": [row for row in found if row["page_id"] in helping],
            "organizations": [row for row in found if row["page_id"] in homes],
            "pages": [row for row in found if row["page_id"] not in helping | homes][:MOST],
        }
