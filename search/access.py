"""Which of the admin's views of search members reach; see orgs.guard."""

from __future__ import annotations

TERMS = "Search terms hold for all organizations; editors keep them."

CLOSED: dict[str, str] = {
    "wagtailsnippets_vocabulary_searchterm:": TERMS,
    "wagtailsnippetchoosers_vocabulary_searchterm:": TERMS,
}
