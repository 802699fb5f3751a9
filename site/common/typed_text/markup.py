"""Rich text read as markup, in time proportional to its length.

Parsers of whole documents repair what is broken in quadratic time. Rich text needs none: its editor writes few tags,
each whole, and writes every other "<" as "&lt;".
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from common.typed_text.characters import without_invisible

# Anything that a browser may take for a tag, from its beginning to its end or to the next beginning.
TAG = re.compile(r"<[a-zA-Z/!?][^<>]*(>?)")
PARTS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?![^\s/>])([^<>]*)>")
ATTRIBUTE = re.compile(r"(?<![\w-])([a-zA-Z][\w-]*)=(?:\"([^\"]*)\"|'([^']*)')")
BETWEEN_ATTRIBUTES = re.compile(r"[\s/]+")

# Editors write a list in a list in a list; readers of markup recurse for each tag inside another.
MOST_NESTED = 20
VOID_TAGS = ("br", "hr", "embed")
TAGS = {"p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "i", "em", "u", "s", "del", "strike", "sup"}
TAGS |= {"sub", "small", "code", "pre", "blockquote", "ul", "ol", "li", "a", "embed"}
TAGS |= {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
ATTRIBUTES = {"href", "url", "linktype", "id", "data-block-key", "embedtype", "alt", "format", "title", "lang", "dir"}
ATTRIBUTES |= {"colspan", "rowspan", "scope"}
ADDRESSES = ("href", "url")
SCHEMES = ("http://", "https://", "mailto:", "tel:", "/", "#")


def without_tags(text: str, between: str = "") -> str:
    """Return rich text with each HTML tag replaced by `between`; entities such as "&lt;" stay."""
    return TAG.sub(between, text)


def has_foreign_markup(text: str) -> bool:
    """Return whether rich text has HTML that the portal's editor never writes, such as a script."""
    return any(not _is_own(found) for found in TAG.finditer(text))


def _is_own(found: re.Match[str]) -> bool:
    parts = PARTS.fullmatch(found.group())
    if parts is None or parts[2].lower() not in TAGS:
        return False
    attributes, rest = _attributes(parts[3])
    # Two attributes with one name are refused: browsers read the first, other parsers the last.
    is_doubled = len(dict(attributes)) < len(attributes)
    if rest or is_doubled or (parts[1] and attributes):
        return False
    return all(name in ATTRIBUTES and (name not in ADDRESSES or _is_harmless(value)) for name, value in attributes)


def _attributes(text: str) -> tuple[list[tuple[str, str]], str]:
    """Return the attributes of a tag as pairs of name and value, and what else stands in it."""
    found = [(name.lower(), html.unescape(double or single)) for name, double, single in ATTRIBUTE.findall(text)]
    return found, BETWEEN_ATTRIBUTES.sub("", ATTRIBUTE.sub("", text))


def _is_harmless(address: str) -> bool:
    return without_invisible(address).strip().lower().startswith(SCHEMES)


def balanced_markup(text: str) -> str:
    """Return rich text with every tag closed in order. Raises ValueError for too deeply nested tags.

    Raises ValueError for tags that are nested too deeply.
    """
    return "".join(_closed(text))


def _closed(text: str) -> Iterator[str]:
    opened: list[str] = []
    counts: Counter[str] = Counter()
    end = 0
    for found in TAG.finditer(text):
        yield _escaped(text[end : found.start()])
        end = found.end()
        parts = PARTS.fullmatch(found.group())
        if parts is None:
            yield _escaped(found.group())
            continue
        name = parts[2].lower()
        if not parts[1]:
            yield _start(name, parts[3])
            if name not in VOID_TAGS:
                opened.append(name)
                if len(opened) > MOST_NESTED:
                    raise ValueError("It is nested too deeply.")
                counts[name] += 1
        elif counts[name]:
            yield from _ends(opened, counts, name)
    yield _escaped(text[end:])
    yield from _ends(opened, counts, None)


def _start(name: str, rest: str) -> str:
    attributes, _rest = _attributes(rest)
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in dict(attributes).items())
    return f"<{name}{written}/>" if name in VOID_TAGS else f"<{name}{written}>"


def _ends(opened: list[str], counts: Counter[str], name: str | None) -> Iterator[str]:
    """Close the tags that are open, from the innermost, up to one of this name; all without one."""
    while opened:
        last = opened.pop()
        counts[last] -= 1
        yield f"</{last}>"
        if last == name:
            return


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")
