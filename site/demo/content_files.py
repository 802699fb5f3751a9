"""The demo content in content/: organizations, their pages, the portal's pages, and accounts."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from demo.drawings import draw
from demo.markup import DemoText, read_text

CONTENT = Path(__file__).parent / "content"
LANGUAGES = ("en", "km")

FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)\+\+\+\n", re.DOTALL)
LANGUAGE_SECTION = re.compile(r"^# (en|km): (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class DemoPage:
    """A page of the demo in one language or in both, read from one file."""

    slug: str
    organization: str
    settings: dict[str, Any]
    texts: dict[str, DemoText]

    @property
    def type(self) -> str:
        """Return the kind of the demo's page: update, article, publication, event or help; page for the portal's."""
        return self.settings.get("type", "page")

    @property
    def state(self) -> str:
        """Return the state in which the demo's page is loaded: live, draft, waiting (for an editor) or returned."""
        return self.settings.get("state", "live")

    @property
    def is_live(self) -> bool:
        """Return whether the demo's page is loaded as public."""
        return self.state == "live"

    @property
    def topics(self) -> list[str]:
        """Return the slugs of the topics of the demo's page."""
        return self.settings.get("topics", [])

    @property
    def places(self) -> list[str]:
        """Return the slugs of the provinces of the demo's page."""
        return self.settings.get("places", [])

    @property
    def participants(self) -> list[tuple[str, int, int]]:
        """Return (kind of organization, women, men) of the invented people who came to the demo's event, if held."""
        return [(kind, women, men) for kind, women, men in self.settings.get("participants", [])]

    @property
    def registered(self) -> list[tuple[str, int, int]]:
        """Return (kind of organization, women, men) of the invented people who registered for the demo's event."""
        return [(kind, women, men) for kind, women, men in self.settings.get("registered", [])]

    def published_at(self, now: dt.datetime) -> dt.datetime:
        """Return the invented time of publication of the demo's page, some days before `now`.

        Each page has a minute of its own, so that lists have one order.
        """
        minutes = 20 + sum(self.slug.encode()) * 7 % 540
        return now + dt.timedelta(days=self.settings.get("published", 0), minutes=-minutes)

    def held_on(self, today: dt.date) -> dt.date:
        """Return the date of the demo's event: a fixed one, or some days from `today`."""
        when = self.settings["when"]
        return when if isinstance(when, dt.date) else today + dt.timedelta(days=when)

    def hours(self) -> tuple[dt.time, dt.time]:
        """Return the times of day at which the demo's event begins and ends."""
        begin, end = self.settings["hours"].split("-")
        return dt.time.fromisoformat(begin), dt.time.fromisoformat(end)


@dataclass(frozen=True)
class DemoPortalPage:
    """One of the portal's own pages, with those below it."""

    page: DemoPage
    children: tuple[DemoPortalPage, ...]


@dataclass(frozen=True)
class DemoOrganization:
    """An invented organization."""

    slug: str
    settings: dict[str, Any]
    pages: tuple[DemoPage, ...]

    @property
    def colour(self) -> str:
        """Return the demo organization's brand colour as #rrggbb."""
        return self.settings["colour"]

    def drawing(self, scene: str, name: str) -> bytes:
        """Draw a scene in the demo organization's colour as JPEG bytes; the same name gives the same picture."""
        return draw(scene, sum(name.encode()), self.colour)

    @property
    def private(self) -> list[str]:
        """Return the titles of the demo organization's private files, and of its pages that are not live."""
        files = [row["title"] for row in self.settings["private_images"] + self.settings["private_documents"]]
        pages = [text.title for page in self.pages if not page.is_live for text in page.texts.values()]
        return pages + files


def read_page(path: Path, organization: str) -> DemoPage:
    """Return a file of the demo as a page with its texts. Raises ValueError for a file without any text."""
    source = path.read_text(encoding="utf-8")
    match = FRONT_MATTER.match(source)
    settings = tomllib.loads(match.group(1)) if match else {}
    _, *parts = LANGUAGE_SECTION.split(source[match.end() :] if match else source)
    texts = {
        language: read_text(title.strip(), body)
        for language, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }
    if not texts:
        raise ValueError(f"{path} has no text: it needs a line such as '# km: title'.")
    return DemoPage(path.stem, organization, settings, texts)


@cache
def organizations() -> tuple[DemoOrganization, ...]:
    """Return all invented organizations of the demo from their files, the programme first."""
    found = []
    for folder in (CONTENT / "organizations").iterdir():
        settings = tomllib.loads((folder / "organization.toml").read_text(encoding="utf-8"))
        demo_pages = tuple(read_page(path, folder.name) for path in sorted(folder.glob("*.md")))
        found.append(DemoOrganization(folder.name, settings, demo_pages))
    return tuple(sorted(found, key=lambda organization: organization.settings["position"]))


def pages() -> list[DemoPage]:
    """Return all pages of all invented organizations in the demo."""
    return [page for organization in organizations() for page in organization.pages]


@cache
def portal_pages(folder: Path = CONTENT / "portal") -> tuple[DemoPortalPage, ...]:
    """Return the demo's texts of the portal's own pages from a folder, with those of subfolders below them.

    A folder beside a file holds the pages below that page.
    """
    pages = []
    for path in sorted(folder.glob("*.md")):
        demo_page = read_page(path, "neary")
        slug = demo_page.slug.split("-", 1)[1]
        own = DemoPage(slug, "neary", demo_page.settings, demo_page.texts)
        pages.append(DemoPortalPage(own, portal_pages(path.with_suffix(""))))
    return tuple(pages)


@cache
def accounts() -> tuple[dict[str, str], ...]:
    """Return the demo's accounts from their file: {"email", "password", "name", "role", "language"} and more.

    Some have also "organization" and "totp". The secret `totp` is in base32.
    """
    rows = _toml("accounts.toml")
    return tuple({"password": rows["password"], **account} for account in rows["accounts"])


def series() -> dict[str, dict[str, str]]:
    """Return the names of the demo's series of events by slug: {"name_en", "name_km"}."""
    return _toml("series.toml")


def institutions() -> dict[str, dict[str, str]]:
    """Return the names of the demo's institutions by slug: {"name_en", "name_km"}."""
    return _toml("institutions.toml")


def operator() -> dict[str, str]:
    """Return invented values for the fields of OperatorDetails, for the demo."""
    return _toml("operator.toml")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))
