"""Cleaning of typed text in every form field: our forms', Wagtail's, its blocks' and allauth's.

Django has no place for such a rule, and each library makes fields of its own, so that one would be forgotten. The one
method that they all use, CharField.to_python, is therefore extended once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from common.typed_text.characters import digits, has_content, lines, plain_word, without_invisible
from common.typed_text.lengths import LONGEST_HIDDEN, LONGEST_LINE, LONGEST_TEXT
from common.typed_text.markup import without_tags
from common.typed_text.telephone import as_dialled
from common.typed_text.validators import validate_one_line
from common.typed_text.web_addresses import clean_address, clean_addresses, clean_links

# In markup, what a reader sees without any letter.
SHOWS_SOMETHING = re.compile(r"<(?:embed|img|hr)\b", re.IGNORECASE)
DIALS = re.compile(r"""(?<=href=")tel:([^"<>]{1,80})""", re.IGNORECASE)
# Written by programs.
NOT_TYPED = (forms.JSONField, forms.UUIDField)


def clean_everywhere() -> None:
    """Patch Django's form fields: text fields clean their input, number fields accept digits of all scripts."""
    # Called twice, the extension would wrap itself.
    if getattr(forms.CharField.to_python, "cleans", False):
        return
    _extend_letters(forms.CharField.to_python)
    for field in (forms.IntegerField, forms.FloatField, forms.DecimalField):
        _extend_numbers(field, field.to_python)
    # The browser's own box for numbers takes no Khmer digit. Telephones show digits for this one too.
    forms.NumberInput.input_type = "text"
    _extend_attributes(forms.IntegerField.widget_attrs)


def _extend_letters(original: Callable[[Any, Any], Any]) -> None:
    def to_python(self: forms.CharField, value: Any) -> Any:
        text = original(self, value)
        return cleaned(self, text) if isinstance(text, str) and text else text

    to_python.cleans = True  # type: ignore[attr-defined]
    forms.CharField.to_python = to_python  # type: ignore[method-assign]


def _extend_numbers(field: Any, original: Callable[[Any, Any], Any]) -> None:
    def to_python(self: forms.Field, value: Any) -> Any:
        return original(self, plain_word(value) if isinstance(value, str) else value)

    field.to_python = to_python


def _extend_attributes(original: Callable[[Any, forms.Widget], dict[str, Any]]) -> None:
    def widget_attrs(self: forms.IntegerField, widget: forms.Widget) -> dict[str, Any]:
        attributes = original(self, widget)
        if isinstance(widget, forms.NumberInput):
            is_whole = type(self).to_python is forms.IntegerField.to_python
            attributes.setdefault("inputmode", "numeric" if is_whole else "decimal")
        return attributes

    forms.IntegerField.widget_attrs = widget_attrs  # type: ignore[method-assign]


def cleaned(field: forms.CharField, text: str) -> Any:
    """Return typed text cleaned for its kind of field; the empty value if nothing shows. May raise ValidationError."""
    # Before cleaning, whose regular expressions must not meet a text of any length.
    refuse_endless(field, text)
    kept = kind_of(field)(text)
    return kept if kept else field.empty_value


def refuse_endless(field: forms.CharField, text: str) -> None:
    """Raise ValidationError when a field without a limit of its own gets a far too long text."""
    # Rich text has its limit in a validator, which counts what readers see; its tags are not counted.
    has_limit = field.max_length is not None or any(isinstance(each, MaxLengthValidator) for each in field.validators)
    if has_limit and len(text) < LONGEST_HIDDEN:
        return
    is_long = isinstance(field.widget, forms.Textarea)
    most = LONGEST_HIDDEN if field.widget.is_hidden else LONGEST_TEXT if is_long else LONGEST_LINE
    if not isinstance(field, NOT_TYPED) and len(text) > max(most, field.max_length or 0):
        MaxLengthValidator(most)(text)


def kind_of(field: forms.CharField) -> Callable[[str], str]:
    """Return the function that cleans the text of this form field, chosen by field and widget."""
    widget = field.widget
    if isinstance(field, NOT_TYPED) or isinstance(widget, forms.PasswordInput):
        return str
    if isinstance(field, forms.EmailField) or widget.attrs.get("autocomplete") == "username":
        # Capitals stay as they were typed: they help people who read the address.
        return plain_word
    if isinstance(field, forms.URLField | forms.GenericIPAddressField):
        return web_address
    if widget.attrs.get("autocomplete") == "one-time-code":
        return code
    if is_of_digits(widget):
        return plain_word
    if isinstance(field, forms.SlugField):
        return digits
    if isinstance(widget, forms.Textarea):
        return several_lines
    return hidden if isinstance(widget, forms.HiddenInput) else single_line


def is_of_digits(widget: forms.Widget) -> bool:
    """Return whether a form widget is for digits, such as a telephone number."""
    attributes = widget.attrs
    kinds = (attributes.get("type") or getattr(widget, "input_type", ""), attributes.get("inputmode"))
    return any(kind in ("tel", "numeric") for kind in kinds)


def web_address(text: str) -> str:
    """Return a typed web address without invisible characters, tracking parameters and redirecting pages around it."""
    return clean_address(without_invisible(text).strip())


def code(text: str) -> str:
    """Return a typed one-time code with digits 0 to 9 and without any blanks."""
    return "".join(plain_word(text).split())


def single_line(text: str) -> str:
    """Return a typed line of text, "" if nothing is visible. Raises ValidationError for line ends."""
    line = text.replace("\t", " ")
    if not has_content(line):
        return ""
    validate_one_line(line)
    return line


def several_lines(text: str) -> str:
    """Return a typed text of several lines with its web addresses cleaned; "" if nothing is visible."""
    kept = lines(text)
    return clean_addresses(kept) if has_content(kept) else ""


def _dialled(link: re.Match[str]) -> str:
    return f"tel:{as_dialled(link.group(1))}"


def hidden(text: str) -> str:
    """Return a hidden field's rich text with phone and web links cleaned; "" when it shows nothing.

    Its telephone links get numbers that can be dialled, and its other links are cleaned.
    """
    text = clean_links(DIALS.sub(_dialled, text))
    is_empty_markup = "<" in text and not (has_content(unescape(without_tags(text))) or SHOWS_SOMETHING.search(text))
    return "" if is_empty_markup or not has_content(text) else text
