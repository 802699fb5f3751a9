"""The visible text of an HTML document, piece by piece: its text, and the attributes that are read out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

# What is no language: programs, and what is to be typed or read letter by letter.
SILENT = {"script", "style", "code", "kbd", "samp", "textarea", "svg"}
SPOKEN = ("alt", "title", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label")
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BUTTONS = {"submit", "button", "reset"}
# Scripts of the full editor draw its boxes from JSON, in which these keys hold words.
WORDED = {"label", "helpText", "help_text", "placeholder", "text", "description", "title", "heading"}


class VisibleText(HTMLParser):
    """Collect the pieces of a document, except of those parts that say of themselves to be in another language."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.pieces: list[str] = []
        # Each open element, and whether its text is left out.
        self.open: list[tuple[str, bool]] = []

    @property
    def is_silent(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        of_another = attributes.get("lang", self.language) != self.language and tag != "html"
        # Two versions of what somebody typed, sign by sign.
        is_compared = "comparison" in attributes.get("class", "").split()
        silent = self.is_silent or tag in SILENT or of_another or is_compared
        if not self.is_silent and not of_another:
            self.pieces += spoken(tag, attributes)
        if tag not in EMPTY:
            self.open.append((tag, silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {each for each, _ in self.open}:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.is_silent:
            self.pieces.append(data)


def spoken(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    """Give the words of one element's attributes."""
    yield from (attributes[name] for name in SPOKEN if name in attributes)
    if tag == "input" and attributes.get("type") in BUTTONS:
        yield attributes.get("value", "")
    if tag == "meta" and attributes.get("name") == "description":
        yield attributes.get("content", "")
    for name, value in attributes.items():
        if name.startswith("data-") and value.startswith(("{", "[")):
            yield from words_of_json(value)


def words_of_json(text: str) -> Iterator[str]:
    try:
        yield from worded(json.loads(text))
    except ValueError:
        return


def worded(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str) and key in WORDED:
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from worded(each, key if key == "strings" else name)
    elif isinstance(value, list):
        for each in value:
            yield from worded(each, key)


def pieces_of(html: str, language: str = "km") -> list[str]:
    """Return the pieces of a document, without the blanks around them."""
    reader = VisibleText(language)
    reader.feed(html)
    reader.close()
    return [" ".join(piece.split()) for piece in reader.pieces if piece.strip()]
