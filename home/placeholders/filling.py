"""The values for placeholders in the portal's texts, such as [[telephone]]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.placeholders.operator import operator_details
from khmer.typography import break_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# For example [[postal address]].
PLACEHOLDER = re.compile(r"\[\[([^\[\]<>]{1,80})\]\]")
# Values are never put into attributes of tags.
TAG = re.compile(r"(<[^<>]*+>)")


@dataclass(frozen=True)
class Placeholder:
    """A placeholder's field of OperatorDetails, its label, and the prefix that makes its value a link."""

    field: str
    label: _StrPromise
    link: str = ""


KNOWN = {
    "name of the operator": Placeholder("name", gettext_lazy("name of the operator")),
    "postal address": Placeholder("address", gettext_lazy("postal address")),
    "telephone": Placeholder("telephone", gettext_lazy("telephone")),
    "contact address": Placeholder("email", gettext_lazy("contact address"), "mailto:"),
    "person answerable": Placeholder("person", gettext_lazy("person answerable")),
    "country of the servers": Placeholder("country", gettext_lazy("country of the servers")),
}


def placeholders_in(text: str) -> list[str]:
    """Return the names of the placeholders, such as [[telephone]], in a text, each once, in their order."""
    return list(dict.fromkeys(name.strip() for name in PLACEHOLDER.findall(text)))


def unfilled_in(text: str, language: str) -> Iterator[str]:
    """Yield the names of the placeholders in a text for which no value is stored in a language."""
    for name in placeholders_in(text):
        if not _value(name, language):
            yield name


def without_placeholders(text: str) -> str:
    """Return a text with "…" in place of each placeholder such as [[telephone]].

    For catalog rows and lists, which do not change when the operator's data does.
    """
    return PLACEHOLDER.sub("…", text)


def fill(html: SafeString | str, language: str) -> SafeString:
    """Return HTML with the operator's data, escaped, in place of placeholders; a note where a value is missing."""
    # With a group split() returns text at even places and tags at odd ones.
    parts = TAG.split(conditional_escape(html))
    parts[::2] = [PLACEHOLDER.sub(lambda match: _shown(match[1].strip(), language), part) for part in parts[::2]]
    return mark_safe("".join(parts))  # noqa: S308 - escaped above; what is put in is escaped too


def _value(name: str, language: str) -> str:
    known = KNOWN.get(name)
    return operator_details().value_of(known.field, language) if known else ""


def _shown(name: str, language: str) -> str:
    """Return the HTML in place of a placeholder: its value, with a link where it has one, or a note."""
    value, known = _value(name, language), KNOWN.get(name)
    if not value or known is None:
        label = known.label if known else name
        # Shown to readers too: an operator who forgot a value is reminded, and nobody reads a wrong one.
        return format_html("<b>({})</b>", break_words(_("to be filled in by the operator: %s") % label))
    if known.link:
        return format_html('<a href="{}{}">{}</a>', known.link, value, value)
    return str(conditional_escape(break_words(value)))
