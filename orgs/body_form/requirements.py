"""Requirements of each part of a long text when it is sent for review; drafts need not meet them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from orgs.body_form.part import TextPart

NEEDED = {
    "quotation": {"text": _("Please write what was said, or take this part away.")},
    "video": {
        "url": _("Please write the address of the video, or take this part away."),
        "title": _("Please write what the video shows."),
    },
    "picture": {
        "file": _("Please choose a picture, or take this part away."),
        "alt_text": _("Please write one phrase before you send."),
        "people": _("Please choose one before you send."),
    },
    "document": {"file": _("Please choose a document, or take this part away.")},
    "table": {"cells": _("Please fill in the table, or take this part away.")},
}


def require_whole_parts(form: Any) -> None:
    """Add errors to a LongTextForm for each part that has something, but lacks what readers need."""
    for part in form.parts:
        if part.kind is None or part.is_gone:
            continue
        values = part.cleaned_values()
        if _is_empty(part, values):
            continue
        for name, told in NEEDED.get(part.kind.name, {}).items():
            has_it = values[name] or (name == "file" and values[part.kind.stored])
            if not has_it and not form.has_error(f"{part.name}-{name}"):
                form.add_error(f"{part.name}-{name}", told)


def _is_empty(part: TextPart, values: dict[str, Any]) -> bool:
    assert part.kind is not None
    # Nothing would be stored of it, and no file is on its way.
    return not part.kind.write(values) and not values.get("file")
