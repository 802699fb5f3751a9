"""Access rules for the admin views of sources: they are closed to members."""

from __future__ import annotations

CLOSED: dict[str, str] = {
    "wagtailsnippets_press_source:": "The press review is the programme's; editors keep its sources.",
}
