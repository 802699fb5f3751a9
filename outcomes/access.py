"""Access rules for the admin views of institutions: they are closed to members."""

from __future__ import annotations

CLOSED: dict[str, str] = {
    "wagtailsnippets_vocabulary_institution:": "Institutions hold for all organizations; editors keep them.",
}
