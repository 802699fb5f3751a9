"""The kinds of all entries of the catalog, of pages and of what is no page, and the ids of the latter.

An entry that is no page has an id that tells its kind and its object: the kind's number times 2**40, and the object's
id. So it is never a page's id, one row a kind and object needs no other column, and programs that hold numbers as
floating point (up to 2**53) can still tell all ids apart.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import cache

from django.core.checks import CheckMessage, Error, register

from orgs.pages.checks import kind_problems
from orgs.pages.page_kind import ContentKind
from orgs.pages.registry import KindRegistry, page_kinds

# The number of each kind that is no page, frozen as those of pages are (orgs.pages.numbers). They begin at 1,000, so
# that both lists grow without looking at each other, and end below 8,192, because of the ids above.
NUMBERS = {
    "discussion": 1000,
}
FIRST_NUMBER, LAST_NUMBER = 1000, 8191
OBJECT_BITS = 40
# Ids of pages are below this one.
FIRST_ID = FIRST_NUMBER << OBJECT_BITS
# Part of every key that stands for an object in both languages; it never changes.
NAMESPACE = uuid.UUID("6f1c1f0e-3a52-4c1b-9a5e-0d6f4b1f7e10")

_declared: dict[str, ContentKind] = {}


def declare_kind(kind: ContentKind) -> None:
    """Add a kind of catalog entries that are no pages, such as discussions."""
    _declared[kind.name] = kind
    # A package may declare its kind after the registry was first asked for.
    entry_kinds.cache_clear()


@cache
def entry_kinds() -> KindRegistry[ContentKind]:
    """Return the registry of the kinds of all catalog entries, those of pages first."""
    return KindRegistry([*page_kinds().kinds, *_declared.values()])


def entry_id(kind: ContentKind, object_id: int) -> int:
    """Return the catalog entry's id of an object that is no page, made of kind and object id."""
    # For example 1000 << 40 plus 7 for the discussion 7.
    return (kind.number << OBJECT_BITS) + object_id


def object_ids(entry_ids: Iterable[int]) -> dict[int, list[int]]:
    """Group ids of catalog entries into object ids by kind number; 0 stands for pages."""
    found: dict[int, list[int]] = {}
    for entry in entry_ids:
        found.setdefault(entry >> OBJECT_BITS, []).append(entry & ((1 << OBJECT_BITS) - 1))
    return found


def translation_key(kind: ContentKind, object_id: int) -> uuid.UUID:
    """Return the stable UUID of an object that is no page, for the entry's translation key."""
    # uuid5 is a hash, so the key is the same each time the row is written, and needs no column of its own.
    return uuid.uuid5(NAMESPACE, f"{kind.name}:{object_id}")


@register()
def check_entry_kinds(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """Return system check errors, one for each fault in the kinds of entries that are no pages."""
    found = kind_problems(_declared.values(), NUMBERS)
    found += [
        f"The number {kind.number} of “{kind.name}” does not lie between {FIRST_NUMBER} and {LAST_NUMBER}."
        for kind in _declared.values()
        if not FIRST_NUMBER <= kind.number <= LAST_NUMBER
    ]
    found += [f"“{kind.name}” is also the name of a kind of page." for kind in _declared.values() if is_page(kind)]
    return [Error(message, id="catalog.E001") for message in found]


def is_page(kind: ContentKind) -> bool:
    """Return whether a ContentKind object is that of pages: its name is one of the registered kinds of pages."""
    return page_kinds().named(kind.name) is not None
