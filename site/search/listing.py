"""Lists of what organizations published, for pages and feeds: rows only, never page instances."""

from __future__ import annotations

from search.models import SearchEntry, SearchEntryQuerySet

PAGE_SIZE = 20
# What organizations publish; the rest are pages of the portal and homes of organizations.
PIECES = (
    SearchEntry.Type.UPDATE,
    SearchEntry.Type.ARTICLE,
    SearchEntry.Type.PUBLICATION,
    SearchEntry.Type.EVENT,
)


def rows(language: str) -> SearchEntryQuerySet:
    """Every public page once, in the reader's language where it is written in it, with its organization."""
    # The whole text is a hundred times what a list shows.
    return SearchEntry.objects.public().readable_in(language).select_related("organization").defer("text")


def pieces(language: str, *types: str) -> SearchEntryQuerySet:
    """The pieces of organizations, newest first; all types, or these."""
    return rows(language).filter(type__in=types or PIECES)
