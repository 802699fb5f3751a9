"""The sources of entries that are no pages: a package above registers one for each of its kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalog.sources.kinds import declare_kind
from orgs.pages.page_kind import ContentKind

if TYPE_CHECKING:
    from catalog.models import CatalogEntry


@dataclass(frozen=True)
class EntrySource:
    """A source of entries: the objects of one kind that are no pages, by their ids.

    `entries(ids)` returns the unsaved entries of those of the objects that everybody may read, each with all its
    fields; a suspended organization's stay, as every read asks for the organization. `lock(ids)` locks the objects, as
    whatever changes them does, so that no older state is ever written. `ids_after(id, limit)` returns ids of objects in
    order, public or not, for the reconciler.
    """

    kind: ContentKind
    entries: Callable[[list[int]], list[CatalogEntry]]
    lock: Callable[[list[int]], object]
    ids_after: Callable[[int, int], list[int]]


_sources: dict[int, EntrySource] = {}


def register_source(source: EntrySource) -> None:
    """Register a source of catalog entries that are no pages, with its kind."""
    # Together, so that no source has a kind that facets and labels do not know.
    declare_kind(source.kind)
    _sources[source.kind.number] = source


def sources() -> list[EntrySource]:
    """Return all registered sources of catalog entries that are no pages."""
    return list(_sources.values())


def source_numbered(number: int) -> EntrySource | None:
    """Return the catalog source whose kind has this number; None for pages and unknown ones."""
    return _sources.get(number)
