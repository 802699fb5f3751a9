"""The line on each page of the mirror that tells its age, in both languages, and the words in the place of forms."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override


def age_line(language: str, made_at: dt.datetime, *, is_slice: bool = False) -> str:
    """Return the HTML that says in both languages, that of the page first, of when the copy is."""
    others = [code for code in ("km", "en") if code != language]
    lines = []
    for each in (language, *others):
        with override(each):
            context = {"made_at": made_at, "language": each, "is_slice": is_slice}
            text = render_to_string("operations/mirror/age.html", context).strip()
            lines.append({"language": each, "text": mark_safe(text)})  # noqa: S308 (rendered by the template)
    return render_to_string("operations/mirror/age_lines.html", {"lines": lines}).strip()


def words_for_forms(language: str) -> str:
    """Return the words that stand in the place of a form."""
    with override(language):
        return _("This form works again when the portal itself answers.")
