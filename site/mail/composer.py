"""Composing of a mail from its templates: subject, text and HTML, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string, select_template
from django.utils.translation import override

# Empty lines that templates leave where an optional part is missing.
EMPTY_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class ComposedMail:
    """A composed mail: subject, text and HTML; `html` is None for a mail of text alone."""

    subject: str
    text: str
    html: str | None
    language: str


def compose(template: str, language: str, context: Mapping[str, Any], *, has_html: bool = True) -> ComposedMail:
    """Return a mail (subject, text, HTML) made from a template in a language. TemplateDoesNotExist if there is none.

    The first line of `<template>.txt` is the subject, the rest the text. The HTML is made by `<template>.html`, or else
    of the text's paragraphs. All get `site`, the portal's address without a slash at the end.
    Raises TemplateDoesNotExist for a mail that nobody wrote.
    """
    given = {"site": site_address(), **context}
    with override(language):
        # A template has the subject in its first line and the text in the others.
        subject, _end, text = render_to_string(f"{template}.txt", given).strip().partition("\n")
        subject, text = subject.strip(), EMPTY_LINES.sub("\n\n", text).strip() + "\n"
        html = _html(template, given | {"subject": subject}, text) if has_html else None
    return ComposedMail(subject, text, html, language)


def site_address() -> str:
    """Return the portal's URL (BASE_URL) without a slash at the end."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def paragraphs(text: str) -> list[list[tuple[str, bool]]]:
    """Return a mail's text as paragraphs of (line, whether the line is a link of the portal).

    Only whole lines are, which our templates write: what people typed never becomes one.
    """
    own = site_address() + "/"
    cut = [part.splitlines() for part in text.strip().split("\n\n")]
    return [[(line, line.startswith(own) and " " not in line) for line in lines if line] for lines in cut if lines]


def _html(template: str, context: dict[str, Any], text: str) -> str:
    written = select_template([f"{template}.html", "mail/base.html"])
    return written.render(context | {"paragraphs": paragraphs(text)})
