"""The places where the public finds a page."""

from __future__ import annotations

import urllib.parse
from dataclasses import dataclass

from tests.services.flow.visitor import Visitor

VISIBLE_WITHIN = 10  # seconds
ORGANIZATION = "silk-weavers"
# Typed with the subscript TA, and searched as many people type it, with the subscript DA.
TYPED = "ស្ត្រី"
SEARCHED = "ស\u17d2\u178a\u17d2រី"

# Addresses below a language of every kind of public page, of what tests.services.flow.seed puts there.
HOME = f"organizations/{ORGANIZATION}/"
PAGES = {
    "front page": "",
    "organizations": "organizations/",
    "organizations by letters": "organizations/?q=silk",
    "organization": HOME,
    "articles of an organization": f"{HOME}articles/",
    "events of an organization": f"{HOME}events/",
    "publications of an organization": f"{HOME}publications/",
    "contact of an organization": f"{HOME}contact/",
    "activity of an organization": f"{HOME}activity/",
    "update": f"{HOME}six-looms/",
    "article": f"{HOME}rights-of-weavers/",
    "publication": f"{HOME}a-study/",
    "event": f"{HOME}open-looms/",
    "event that was held": f"{HOME}looms-held/",
    "activity": "activity/",
    "events": "events/",
    "library": "publications/",
    "topics": "topics/",
    "topic": "topics/domestic-violence/",
    "help": "help/",
    "search": "search/",
    "search results": "search/?q=women",
    "nothing found": "search/?q=zzzz",
    "about": "about/",
    "follow": "follow/?topic=domestic-violence",
    "nothing there": "no-such-page/",
}


@dataclass(frozen=True)
class Piece:
    """A page of the organization as the public knows it."""

    id: int
    slug: str
    language: str = "km"

    @property
    def address(self) -> str:
        return f"/{self.language}/organizations/{ORGANIZATION}/{self.slug}/"


def lists(language: str, words: str) -> dict[str, str]:
    """Addresses of all lists in which a page stands that has these words."""
    query = urllib.parse.quote(words)
    return {
        "organization": f"/{language}/organizations/{ORGANIZATION}/",
        "activity": f"/{language}/activity/",
        "activity of the organization": f"/{language}/organizations/{ORGANIZATION}/activity/",
        "atom": f"/{language}/activity/feed.atom",
        "json": f"/{language}/activity/feed.json",
        "atom of the organization": f"/{language}/organizations/{ORGANIZATION}/activity/feed.atom",
        "search page": f"/{language}/search/?q={query}",
        "search": f"/api/v1/search?q={query}&language={language}",
    }


def showing(url: str, piece: Piece, words: str) -> dict[str, bool]:
    """Return where the public finds the page: its own address, and every list."""
    visitor = Visitor(url)
    found = {name: piece.slug in visitor.get(path).text for name, path in lists(piece.language, words).items()}
    return found | {"page": visitor.get(piece.address).status == 200}
