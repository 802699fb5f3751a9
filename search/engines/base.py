"""The interface of all engines: queries, hits, facets and results. Views use this module and no engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from django.utils.safestring import SafeString

from catalog.models import CatalogEntry
from orgs.pages.registry import page_kinds
from search.query.highlight import marked, passage
from search.query.text import QueryText

Order = Literal["relevance", "newest", "oldest"]
FACETS = ("type", "topic", "place", "organization", "year", "language")
# Counted for clippings alone: all else is written in the portal, and counting costs time.
SOURCE = "source"
PAGE_SIZE = 20
# No page of results goes further than this many hits: filters help better.
DEEPEST_HIT = 1000
# Digits of an id.
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Query:
    """A search query with its filters; `language` filters, `reader` is the reader's language, used for the order.

    Filters are slugs and codes; an unknown one finds nothing. Without `with_facets` the engine counts no facets, which
    is quicker for callers that show hits alone.
    """

    text: str = ""
    organization: str = ""
    type: str = ""
    # The id of a medium of the press review.
    source: str = ""
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

    @property
    def facets(self) -> tuple[str, ...]:
        """Return the names of the facets to count; sources only where clippings alone are searched."""
        if not self.with_facets:
            return ()
        return (*FACETS, SOURCE) if self.source or is_written_elsewhere(self.type) else FACETS

    @property
    def source_id(self) -> int:
        """Return the id of the chosen medium; -1, which no row holds, for what is no id."""
        is_number = self.source.isascii() and self.source.isdecimal() and len(self.source) <= LONGEST_NUMBER
        # No medium has the id 0, which all else has.
        return (int(self.source) if is_number else 0) or -1


def is_written_elsewhere(kind: str) -> bool:
    """Return whether entries of a kind show the words of somebody outside the portal, as clippings do."""
    return any(each.name == kind and each.is_written_elsewhere for each in page_kinds().kinds)


class PageLink(NamedTuple):
    """A public page in another language than the one that is shown; `pk` is its id.

    `outdated` is not None where its text is older than its original.
    """

    pk: int
    language: str
    title: str
    url: str
    outdated: object = None

    @property
    def is_stale(self) -> bool:
        """Return whether the page's text is older than its original."""
        return self.outdated is not None


@dataclass(frozen=True)
class Hit:
    """A page that was found, in the language that the reader prefers of those that matched.

    `translations` are links to the page in other languages, where it is public. `is_synonym_match` says that it
    contains none of the typed words, only synonyms of them.
    """

    entry: CatalogEntry
    text: QueryText
    translations: list[PageLink]
    is_synonym_match: bool = False

    @cached_property
    def title(self) -> SafeString:
        """Return the found page's title as safe HTML, with <mark> around what was found."""
        return marked(self.entry.title, self.text)

    @cached_property
    def highlight(self) -> SafeString:
        """Return a passage of the found page as safe HTML, with <mark> around what was found."""
        return passage(self.entry.title, self.entry.summary, self.entry.text, self.text)


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet, with its label and the number of pages."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Result:
    """The result of a search: hits, their total and facets; `total` counts a page once in all its languages.

    Each facet is counted under the other filters. `timed_out` says that the search was stopped, so that nothing is
    known about what there is.
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
        """Return the number of the last page of results that can be shown, 1 at least."""
        # -(-a // b) is a / b, rounded up.
        return max(1, -(-min(self.total, DEEPEST_HIT) // self.query.page_size))


class Engine(Protocol):
    """The interface of an engine that answers searches."""

    @property
    def name(self) -> str:
        """Return the name of the search engine, such as "sqlite" or "elasticsearch"."""

    def search(self, query: Query) -> Result:
        """Return the hits, total and facets of a search query, whose text may be anything typed."""
        ...


class EvaluationEngine(Protocol):
    """The interface of an engine with an index of its own, for evaluations and measurements."""

    @property
    def name(self) -> str:
        """Return the name of the search engine, such as "sqlite" or "elasticsearch"."""

    def create(self) -> None:
        """Create the empty index of an evaluation."""

    def drop(self) -> None:
        """Delete the index of an evaluation."""

    def write(self, entries: Iterable[CatalogEntry]) -> None:
        """Write catalog entries into the index of an evaluation."""

    def ranked(self, query: Query) -> list[int]:
        """Return the ids of all pages that a search query finds, best first, at most the engine's limit."""
        ...
