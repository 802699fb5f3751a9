"""The demo content as it lies in content/: organizations, what they publish, the portal's pages, and accounts."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from demo.drawings import draw
from demo.markup import Text, read_text

CONTENT = Path(__file__).parent / "content"
LANGUAGES = ("en", "km")

FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)\+\+\+\n", re.DOTALL)
LANGUAGE_SECTION = re.compile(r"^# (en|km): (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """One file: a page in one language or in both."""

    slug: str
    organization: str
    settings: dict[str, Any]
    texts: dict[str, Text]

    @property
    def type(self) -> str:
        """update, article, publication or event; page for one of the portal's own."""
        return self.settings.get("type", "page")

    @property
    def state(self) -> str:
        """live, or where it waits: draft, waiting (for an editor) or returned."""
        return self.settings.get("state", "live")

    @property
    def is_live(self) -> bool:
        return self.state == "live"

    @property
    def topics(self) -> list[str]:
        return self.settings.get("topics", [])

    @property
    def places(self) -> list[str]:
        return self.settings.get("places", [])

    @property
    def participants(self) -> list[tuple[str, int, int]]:
        """(kind of organization, women, men) for an event that was held."""
        return [(kind, women, men) for kind, women, men in self.settings.get("participants", [])]

    def published_at(self, now: dt.datetime) -> dt.datetime:
        """Some days ago, each piece at a minute of its own, so that lists have one order."""
        minutes = 20 + sum(self.slug.encode()) * 7 % 540
        return now + dt.timedelta(days=self.settings.get("published", 0), minutes=-minutes)

    def held_on(self, today: dt.date) -> dt.date:
        """The day of an event: a fixed one, or so many days from today that the demo stays alive."""
        when = self.settings["when"]
        return when if isinstance(when, dt.date) else today + dt.timedelta(days=when)

    def hours(self) -> tuple[dt.time, dt.time]:
        begin, end = self.settings["hours"].split("-")
        return dt.time.fromisoformat(begin), dt.time.fromisoformat(end)


@dataclass(frozen=True)
class PortalPage:
    """One of the portal's own pages, with those below it."""

    piece: Piece
    children: tuple[PortalPage, ...]


@dataclass(frozen=True)
class Sketch:
    """An organization as the demo invents it."""

    slug: str
    settings: dict[str, Any]
    pieces: tuple[Piece, ...]

    @property
    def colour(self) -> str:
        return self.settings["colour"]

    def drawing(self, scene: str, name: str) -> bytes:
        """A picture in the organization's colour; the same name gives the same one."""
        return draw(scene, sum(name.encode()), self.colour)

    @property
    def private(self) -> list[str]:
        """Titles of all that no stranger may ever see: drafts, submissions, pictures, documents."""
        files = [row["title"] for row in self.settings["private_images"] + self.settings["private_documents"]]
        pages = [text.title for piece in self.pieces if not piece.is_live for text in piece.texts.values()]
        return pages + files


def read_piece(path: Path, organization: str) -> Piece:
    """Raises ValueError for a file that has no text in any language."""
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
    return Piece(path.stem, organization, settings, texts)


@cache
def organizations() -> tuple[Sketch, ...]:
    """All invented organizations, the programme first."""
    sketches = []
    for folder in (CONTENT / "organizations").iterdir():
        settings = tomllib.loads((folder / "organization.toml").read_text(encoding="utf-8"))
        pieces = tuple(read_piece(path, folder.name) for path in sorted(folder.glob("*.md")))
        sketches.append(Sketch(folder.name, settings, pieces))
    return tuple(sorted(sketches, key=lambda sketch: sketch.settings["position"]))


def pieces() -> list[Piece]:
    return [piece for sketch in organizations() for piece in sketch.pieces]


@cache
def portal_pages(folder: Path = CONTENT / "portal") -> tuple[PortalPage, ...]:
    """In the order of the files' leading numbers; a folder beside a file holds what stands below that page."""
    pages = []
    for path in sorted(folder.glob("*.md")):
        piece = read_piece(path, "neary")
        slug = piece.slug.split("-", 1)[1]
        pages.append(PortalPage(Piece(slug, "neary", piece.settings, piece.texts), portal_pages(path.with_suffix(""))))
    return tuple(pages)


@cache
def accounts() -> tuple[dict[str, str], ...]:
    """{"email", "password", "name", "role", "language"} and, where they apply, "organization" and "totp" (base32)."""
    rows = _toml("accounts.toml")
    return tuple({"password": rows["password"], **account} for account in rows["accounts"])


def series() -> dict[str, dict[str, str]]:
    """Names of the series by slug: {"name_en", "name_km"}."""
    return _toml("series.toml")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))
