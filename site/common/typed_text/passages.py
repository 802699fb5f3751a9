"""Formatted text as lines that are typed on a telephone.

An empty line begins a paragraph. Lines that begin with "- " become a list, and lines that begin with "1. ", "2. " ... a
list with numbers. **Words** are bold, and [words](address) are a link.
"""

from __future__ import annotations

import re
from html import escape, unescape

from common.typed_text.markup import without_tags
from common.typed_text.web_addresses import clean_address

# The full editor's own marks of paragraphs, which say nothing of the text.
KEYS = re.compile(r' data-block-key="[^"<>]*"')
LIST_MARK = "- "
NUMBER_MARK = re.compile(r"(\d{1,3})\. ")
BLANK_LINES = re.compile(r"\n\s*\n")
# Each part stops at the sign that ends it, so that a text is read once however many of these signs it has.
BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,2000})(?<!\s)\*\*")
ADDRESS = r"(?:https?://|mailto:|tel:)(?:[^\s()<>\"]|\([^\s()<>\"]{0,200}\)){1,500}"
LINK = re.compile(rf"\[(?=[^\s\]])([^\[\]\n]{{1,500}})(?<!\s)\]\(({ADDRESS})\)")
PIECES = re.compile(r"<a [^<>]*>[^<>]*</a>|[^<]+")
WRITTEN_LINK = re.compile(r'<a href="([^"<>]{1,2000})">([^<>]{1,500}|<b>[^<>]{1,500}</b>)</a>')
LISTS = re.compile(r"<(ul|ol)>((?:<li>(?:(?!</?(?:li|ul|ol)>).)*</li>)+)</\1>")
BLANK_END = re.compile(r"(?<!\s)\s+(</p>|</li>|<br/>)")
BLANK_START = re.compile(r"(<p>|<li>|<br/>)\s+")
ITEM = re.compile(r"<li>((?:(?!</?li>).)*)</li>")


def passage_markup(text: str) -> str:
    """Return typed lines as formatted text (HTML): paragraphs, lists, bold words and links; all else is escaped."""
    lines = text.replace("\r\n", "\n").strip()
    return "".join(_part(part.strip().split("\n")) for part in BLANK_LINES.split(lines) if part.strip())


def _part(lines: list[str]) -> str:
    lines = [line.strip() for line in lines]
    if all(line.startswith(LIST_MARK) for line in lines):
        return _list("ul", [line.removeprefix(LIST_MARK) for line in lines])
    numbers = [NUMBER_MARK.match(line) for line in lines]
    # Only 1, 2, 3 ...: a paragraph may begin with a year or a number.
    if all(found and int(found[1]) == place for place, found in enumerate(numbers, 1)):
        return _list("ol", [NUMBER_MARK.sub("", line, count=1) for line in lines])
    return f"<p>{'<br/>'.join(map(_words, lines))}</p>"


def _list(tag: str, items: list[str]) -> str:
    return f"<{tag}>" + "".join(f"<li>{_words(item)}</li>" for item in items) + f"</{tag}>"


def _words(line: str) -> str:
    written = escape(line, quote=False)
    written = LINK.sub(lambda found: f'<a href="{_address(found[2])}">{found[1]}</a>', written)
    return BOLD.sub(lambda found: "".join(map(_bold, PIECES.findall(found[1]))), written)


def _bold(piece: str) -> str:
    # As the full editor writes it: bold words inside of a link, and the blanks beside it not bold.
    words = piece.strip()
    if not words:
        return piece
    start, _same, end = piece.partition(words)
    if words.startswith("<a "):
        return f"{start}{words.replace('>', '><b>', 1).removesuffix('</a>')}</b></a>{end}"
    return f"{start}<b>{words}</b>{end}"


def _address(written: str) -> str:
    return escape(clean_address(unescape(written)))


def passage_lines(markup: str) -> str | None:
    """Return formatted text as the lines that passage_markup reads; None for what they cannot say, as a page link."""
    plain = _without_blank_ends(KEYS.sub("", markup).replace("\n", "").replace("<br>", "<br/>").strip())
    marked = LISTS.sub(lambda found: _items(found[1], found[2]), plain)
    marked = WRITTEN_LINK.sub(r"[\2](\1)", marked).replace("<b>", "**").replace("</b>", "**")
    marked = marked.replace("<br/>", "\n").replace("</p>", "\n\n")
    text = unescape(without_tags(marked)).strip()
    # Read back, the lines must give the same text: else saving them would change the page.
    return text if passage_markup(text) == plain else None


def _without_blank_ends(markup: str) -> str:
    """Return formatted text without empty paragraphs, and without blanks at the ends of lines, which nobody sees."""
    return BLANK_START.sub(r"\1", BLANK_END.sub(r"\1", markup)).replace("<p></p>", "")


def _items(tag: str, items: str) -> str:
    lines = ITEM.findall(items)
    marks = [LIST_MARK] * len(lines) if tag == "ul" else [f"{place}. " for place in range(1, len(lines) + 1)]
    return "\n".join(mark + line for mark, line in zip(marks, lines, strict=True)) + "\n\n"
