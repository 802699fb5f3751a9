"""The invented media of the demo and what they wrote, from their file."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from demo.content_files import CONTENT
from khmer.dates import PHNOM_PENH

# Nobody can have a name below .example (RFC 2606); the settings lead those of this domain to demo.press_review.serving.
DOMAIN = "demo.example"
# Between two items of a source.
GAP = dt.timedelta(hours=5)
LAST_SENTENCE = re.compile(r"(?<=[.?។])\s*[^.?។]+[.?។]$")


@dataclass(frozen=True)
class DemoItem:
    """An entry of an invented medium's feed, with its number there; the newest is the first."""

    slug: str
    title: str
    text: str
    number: int

    def written_at(self, now: dt.datetime) -> dt.datetime:
        """Return the time at which the invented item was written: some hours before the day of `now` in Phnom Penh."""
        midnight = now.astimezone(PHNOM_PENH).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - (self.number + 1) * GAP


@dataclass(frozen=True)
class DemoClipping:
    """A clipping that editors took of an invented medium, before `days` (0 or less, from today)."""

    slug: str
    title: str
    text: str
    topics: list[str]
    places: list[str]
    days: int


@dataclass
class DemoSource:
    """An invented medium with the items of its feed, and what was taken of it."""

    slug: str
    language: str
    form: str
    names: dict[str, str]
    items: list[DemoItem] = field(default_factory=list)
    clippings: list[DemoClipping] = field(default_factory=list)

    @property
    def site(self) -> str:
        """Return the web address of this invented medium's site, which does not exist (property)."""
        return f"http://{self.slug}.{DOMAIN}/"

    @property
    def feed(self) -> str:
        """Return the web address of this invented medium's feed (property)."""
        return f"{self.site}feed"

    def address(self, slug: str) -> str:
        """Return the web address of this invented medium's article with a slug; it does not exist."""
        return f"{self.site}news/{slug}"


@cache
def demo_sources() -> tuple[DemoSource, ...]:
    """Return the invented media of the demo with all they wrote, from their file; three in each language."""
    rows = tomllib.loads((CONTENT / "press.toml").read_text(encoding="utf-8"))
    sources = [
        DemoSource(row["slug"], row["language"], row["form"], {name: row[name] for name in ("name_en", "name_km")})
        for row in rows["sources"]
    ]
    for number, story in enumerate(rows["waiting"]):
        for place, language in enumerate(("en", "km")):
            own = [source for source in sources if source.language == language]
            title, text = story[language]
            _add_item(own[number % len(own)], f"story-{number}", title, text)
            if "also" in story:
                # The same text under another headline and without its end: a second source tells the same story.
                shorter = LAST_SENTENCE.sub("", text)
                _add_item(own[(number + 1) % len(own)], f"story-{number}", story["also"][place], shorter)
    for number, story in enumerate(rows["clippings"]):
        for language in ("en", "km"):
            own = [source for source in sources if source.language == language]
            own[number % len(own)].clippings.append(_clipping(number, story, language))
    return tuple(sources)


def _add_item(source: DemoSource, slug: str, title: str, text: str) -> None:
    source.items.append(DemoItem(slug, title, text, len(source.items)))


def _clipping(number: int, story: dict[str, Any], language: str) -> DemoClipping:
    title, text = story[language]
    return DemoClipping(f"taken-{number}", title, text, story["topics"], story["places"], story["days"])
