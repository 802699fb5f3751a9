"""Moderation's admin views that members cannot reach, for the tenant guard (see orgs.guard)."""

from __future__ import annotations

FOR_ALL = "Answer times and reasons hold for all organizations; editors keep them."

CLOSED: dict[str, str] = {
    f"{views}_moderation_{model}:": FOR_ALL
    for views in ("wagtailsnippets", "wagtailsnippetchoosers")
    for model in ("answertime", "reason")
}
