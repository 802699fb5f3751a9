"""Access rules for the admin views of search terms: they are closed to members."""

from __future__ import annotations

TERMS = "Search terms hold for all organizations; editors keep them."

CLOSED: dict[str, str] = {
    "wagtailsnippets_vocabulary_searchterm:": TERMS,
    "wagtailsnippetchoosers_vocabulary_searchterm:": TERMS,
}
