"""What every engine takes and gives. The views know this, and no engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from django.utils.safestring import SafeString

from catalog.models import CatalogEntry
from search.query.highlight import marked, passage
from search.query.text import QueryText

Order = Literal["relevance", "newest", "oldest"]
FACETS = ("type", "topic", "place", "organization", "year", "language")
PAGE_SIZE = 20
# Behind this many hits nobody pages on: filters narrow better.
DEEPEST_HIT = 1000


@dataclass(frozen=True)
class Query:
    """What is looked for. Slugs and codes; what does not exist finds nothing. `language` narrows, `reader` orders.

    Whoever shows hits alone spares the engine counting them by facet.
    """

    text: str = ""
    organization: str = ""
    type: str = ""
    topic: str = ""
    place: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    language: str = ""
    reader: str = "en"
    page: int = 1
    page_size: int = PAGE_SIZE
    order: Order = "relevance"
    with_facets: bool = True


class PageLink(NamedTuple):
    """A public page in another language than the one that is shown; `pk` is its id."""

    pk: int
    language: str
    title: str
    url: str


@dataclass(frozen=True)
class Hit:
    """One page that was found, in the language that the reader prefers of those that matched.

    `translations` lead to the page in other languages, where it is public. `is_synonym_match` tells that it has nothing
    that was typed, only what the bilingual vocabulary says is the same.
    """

    entry: CatalogEntry
    text: QueryText
    translations: list[PageLink]
    is_synonym_match: bool = False

    @cached_property
    def title(self) -> SafeString:
        """The title as safe HTML, with <mark> round what was found."""
        return marked(self.entry.title, self.text)

    @cached_property
    def highlight(self) -> SafeString:
        """A passage that shows what was found, as safe HTML with <mark> round it."""
        return passage(self.entry.title, self.entry.summary, self.entry.text, self.text)


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Result:
    """`total` counts pages, whatever the number of their languages; so does each facet, under the other filters.

    `timed_out` tells that the search was broken off: then nothing is known of what there is.
    """

    engine: str
    query: Query
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    is_truncated: bool = False
    timed_out: bool = False
    suggestion: str = ""

    @property
    def last_page(self) -> int:
        """The number of the last page that can be shown, 1 at least."""
        return max(1, -(-min(self.total, DEEPEST_HIT) // self.query.page_size))


class Engine(Protocol):
    """Where entries are looked up."""

    @property
    def name(self) -> str: ...

    def search(self, query: Query) -> Result:
        """Answer a query; no text is an error."""
        ...


class EvaluationEngine(Protocol):
    """An engine with an index of its own, for trials and measurements."""

    @property
    def name(self) -> str: ...

    def create(self) -> None: ...

    def drop(self) -> None: ...

    def write(self, entries: Iterable[CatalogEntry]) -> None: ...

    def ranked(self, query: Query) -> list[int]:
        """The ids of all that is found, best first."""
        ...
