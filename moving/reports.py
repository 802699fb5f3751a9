"""The report of a batch: what came in, what was left out or changed, and what somebody should look at."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext_lazy as _

from moving.models import MovedFile, MoveIn

# The name of the kind of matters; moving.matters registers it.
MATTER = "move-in"

# What each code says; behind it stands a number. The first are of entries, the others of what stood in them.
WORDS = {
    "not-public": _("Entries left out: drafts, private ones and those with a password"),
    "other-kind": _("Entries left out: comments, menus, settings and other kinds"),
    "as-article": _("Posts that are articles here, because an update cannot hold them"),
    "no-date": _("Entries without a date"),
    "old-font": _("Texts in an old Khmer font, not in Unicode"),
    "cut": _("Letters cut, because a page may not have more"),
    "alt-text": _("Pictures of which nobody said what they show"),
    "no-picture": _("Pictures that were not found"),
    "unfit-picture": _("Pictures that are damaged or of a wrong kind"),
    "table": _("Tables that are text here, because they are too large"),
    "script": _("Scripts left out"),
    "handler": _("Elements with scripts of their own, which were left out"),
    "frame": _("Players and frames of other sites left out"),
    "counter": _("Pictures that count readers left out"),
    "link": _("Links to no address of the web left out"),
}


def report_of(batch: MoveIn) -> dict[str, Any]:
    """Return the numbers of what a batch made: pages by language, pictures, documents, and what happened to texts."""
    notes: Counter[str] = Counter()
    for found in batch.items.values_list("notes", flat=True).iterator():
        notes.update(found)
    languages = Counter(batch.items.exclude(page=None).values_list("page__locale__language_code", flat=True))
    files = MovedFile.objects.filter(batch=batch)
    return {
        "pages": sum(languages.values()),
        "languages": dict(languages),
        "pictures": files.exclude(image=None).count(),
        "documents": files.exclude(document=None).count(),
        "notes": dict(notes),
    }


def report_lines(report: dict[str, Any]) -> list[tuple[str, int]]:
    """Return a report's events in words, each with its number, in a fixed order; those that did not happen left out."""
    found = Counter(report.get("left_out", {})) + Counter(report.get("notes", {}))
    return [(str(words), found[code]) for code, words in WORDS.items() if found[code]]
