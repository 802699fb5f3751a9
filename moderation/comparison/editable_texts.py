"""The texts of a page, each with the path by which an editor's correction names it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page
from wagtail.rich_text import RichTextMaxLengthValidator
from wagtail.rich_text import features as registry

from common.refusal import Refusal
from common.typed_text.characters import readable
from common.typed_text.markup import balanced_markup, without_tags
from orgs.pages.content_walker import ContentValue, content_of, open_content, own_fields, walk, with_content

# The ends of lines in rich text.
LINE_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br ?/?>", re.IGNORECASE)
# Text columns whose values are not text for readers.
OTHER_LETTERS = (models.EmailField, models.SlugField, models.URLField)


@dataclass(frozen=True)
class EditableText:
    """One text of a page. A path such as "body.3.caption" counts places, which hold as long as nobody edits it."""

    path: str
    label: str
    kind: Literal["plain", "rich"]
    value: str
    # In characters, without the tags of rich text.
    max_length: int | None = None


def texts_of(page: Page) -> list[EditableText]:
    """Return all texts of a page that an editor may correct, with their paths, in the order of its form."""
    return [_text(value) for value in _texts(page, content_of(page))]


def corrected(page: Page, texts: dict[str, str]) -> Page:
    """Return an unsaved copy of a page with new texts by path. Raises Refusal for unknown paths or invalid texts."""
    content = open_content(page)
    values = {value.path: value for value in _texts(page, content)}
    for path, typed in texts.items():
        if path not in values:
            raise Refusal(_("Its content is no longer the one that you corrected."), code="content_changed")
        # A text that was not changed is left as it is stored, also where its field would refuse it today.
        value, new = values[path], _line_ends(typed)
        if new != _line_ends(value.value or ""):
            value.holder[value.key] = _cleaned(value, new)
    return with_content(page, content)


def without_markup(text: EditableText) -> str:
    """Return one of a page's editable texts without markup, in one line."""
    if text.kind == "plain":
        return readable(text.value)
    # A space for each tag: without it "</li><li>" would join two words.
    return " ".join(html.unescape(without_tags(text.value, " ")).split())


def lines_of(text: EditableText) -> str:
    """Return one of a page's editable texts without markup, each paragraph and list entry on its own line."""
    if text.kind == "plain":
        return readable(text.value)
    # A line end in markup is only a space; the tags make the lines.
    lines = LINE_END.sub("\n", text.value.replace("\n", " ")).split("\n")
    return "\n".join(words for line in lines if (words := without_markup(replace(text, value=line))))


def _line_ends(text: str) -> str:
    # Browsers send "\r\n" for the end of a line.
    return text.replace("\r\n", "\n")


def _cleaned(value: ContentValue, text: str) -> str:
    """Return the text as its field accepts it: within its length, with the markup that its editor offers."""
    if value.is_rich_text:
        converter = ContentstateConverter(value.definition.features or registry.get_default_features())
        markup = _converted(converter, value, text)
        if (most := value.definition.max_length) is not None:
            _clean(RichTextMaxLengthValidator(most), value, markup)
        return markup
    if isinstance(value.definition, blocks.Block):
        _clean(value.definition.clean, value, text)
    return text


def _converted(converter: ContentstateConverter, value: ContentValue, text: str) -> str:
    """Return markup as its editor writes it. Raises Refusal where the editor could not have written it."""
    try:
        # Balance the markup first: the converter fails on a tag that is not closed, or closed twice.
        return converter.to_database_format(converter.from_database_format(balanced_markup(text)))
    except (AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        # Wagtail's converter raises these for tags in wrong places, such as a list item outside a list.
        raise Refusal(f"{value.label}: {_('Its formatting is broken.')}", code="invalid_content") from error


def _clean(clean: Callable[[str], Any], value: ContentValue, text: str) -> None:
    """Run a validation, and raise Refusal with its messages where it raises ValidationError."""
    try:
        clean(text)
    except ValidationError as error:
        raise Refusal(f"{value.label}: {' '.join(error.messages)}", code="invalid_content") from error


def _texts(page: Page, content: dict[str, Any]) -> Iterator[ContentValue]:
    return (value for value in walk(own_fields(page), content) if _is_text(value.definition))


def _text(value: ContentValue) -> EditableText:
    definition = value.definition
    most = getattr(definition, "max_length", None) or getattr(getattr(definition, "field", None), "max_length", None)
    return EditableText(value.path, value.label, "rich" if value.is_rich_text else "plain", value.value or "", most)


def _is_text(definition: Any) -> bool:
    """Return whether a field or block is one of words, which an editor may correct."""
    if isinstance(definition, blocks.Block):
        return isinstance(definition, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock)
    letters = isinstance(definition, models.CharField | models.TextField) and not isinstance(definition, OTHER_LETTERS)
    return letters and definition.editable and not definition.choices
