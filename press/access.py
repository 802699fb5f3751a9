"""Access rules for the admin views of sources: they are closed to members."""

from __future__ import annotations

EDITORS_KEEP = "The press review is the programme's; editors keep its sources."

CLOSED: dict[str, str] = {
    f"{views}_press_source:": EDITORS_KEEP for views in ("wagtailsnippets", "wagtailsnippetchoosers")
}
