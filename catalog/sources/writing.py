"""Write and remove the rows of entries that are no pages.

A package calls `write_entries` when one of its objects becomes public or changes (by the outbox, later), and in the
transaction in which one becomes less public: its words then leave lists and search at once.
"""

from __future__ import annotations

from django.db import transaction

from catalog.services import remove_rows, write_rows
from catalog.sources.kinds import entry_id, object_ids
from catalog.sources.registry import EntrySource, source_numbered
from orgs.pages.page_kind import ContentKind


@transaction.atomic
def write_entries(kind: ContentKind, ids: list[int]) -> int:
    """Write the catalog rows of a kind's objects that are public, delete the others'; return how many are public.

    The objects must fit into memory together.
    """
    source = source_numbered(kind.number)
    assert source is not None, f"No source of {kind.name} is registered."
    # Before the objects are read, as services.update_rows does with pages.
    source.lock(ids)
    entries = source.entries(ids)
    write_rows(entries)
    remove_rows({entry_id(kind, each) for each in ids} - {entry.page_id for entry in entries})
    return len(entries)


def remove_entries(kind: ContentKind, ids: list[int]) -> None:
    """Delete the catalog rows of these objects of a kind, in the caller's transaction."""
    remove_rows(entry_id(kind, each) for each in ids)


def write_entries_again(entry_ids: list[int]) -> None:
    """Write again the catalog rows with these ids that are no pages', from their sources."""
    for source, ids in sources_of(entry_ids):
        write_entries(source.kind, ids)


def sources_of(entry_ids: list[int]) -> list[tuple[EntrySource, list[int]]]:
    """Return (source, object ids) for these catalog entry ids; pages and unknown kinds are left out."""
    found = ((source_numbered(number), ids) for number, ids in object_ids(entry_ids).items())
    return [(source, ids) for source, ids in found if source is not None]
