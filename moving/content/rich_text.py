"""Rich text that is put together of an old site's paragraphs and lists, with the portal's own tags alone."""

from __future__ import annotations

from html import escape

from common.typed_text.lengths import LONGEST_PASSAGE, length
from common.typed_text.markup import without_tags

BREAK = "<br/>"
# Of a paragraph that is longer than a block may be; it is cut at blanks.
PIECE = LONGEST_PASSAGE * 8 // 10


class RichText:
    """Paragraphs and lists, one of which may be open. Tags end with their paragraph; bold goes on in the next."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._now: list[str] = []
        # The tags that are open: name, place, and how many texts stood before them.
        self._opened: list[tuple[str, int, int]] = []
        self._texts = 0
        self._list, self._depth = "", 0
        self._items: list[str] = []

    @property
    def in_list(self) -> bool:
        """Return whether a list is open."""
        return self._depth > 0

    @property
    def is_empty(self) -> bool:
        """Return whether the open paragraph has no text yet."""
        return not self._texts

    @property
    def ends_with_break(self) -> bool:
        """Return whether the open paragraph ends with a new line."""
        return bool(self._now) and self._now[-1] == BREAK

    def text(self, words: str) -> None:
        """Add text, escaped for HTML; blanks at the start of a line fall away."""
        if not self._texts or self.ends_with_break:
            words = words.lstrip()
        if words:
            self._now.append(escape(words, quote=False))
            self._texts += bool(words.strip())

    def break_line(self) -> None:
        """Begin a new line, unless nothing stands before it."""
        if self._texts and not self.ends_with_break:
            self._now.append(BREAK)

    def begin(self, tag: str, attributes: str = "") -> None:
        """Open a tag unless one of this name is open; a link inside a link ends the outer one."""
        if tag == "a":
            self.end("a")
        if all(tag != opened[0] for opened in self._opened):
            self._opened.append((tag, len(self._now), self._texts))
            self._now.append(f"<{tag}{attributes}>")

    def end(self, tag: str) -> None:
        """Close a tag and those inside it; one around nothing falls away."""
        if all(tag != opened[0] for opened in self._opened):
            return
        while self._opened:
            name, place, texts = self._opened.pop()
            if self._texts > texts:
                self._now.append(f"</{name}>")
            else:
                del self._now[place]
            if name == tag:
                return

    def begin_list(self, tag: str) -> None:
        """Open a list, or note one inside another, whose items become those of the outer one."""
        self.end_paragraph()
        self._depth += 1
        self._list = self._list or tag

    def end_list(self, *, is_all: bool = False) -> None:
        """Close the innermost list; with `is_all` every one."""
        if not self._depth:
            return
        self.end_paragraph()
        self._depth = 0 if is_all else self._depth - 1
        if not self._depth:
            self._close_list()

    def end_paragraph(self) -> None:
        """Close the open paragraph or item of a list; an empty one falls away."""
        is_bold = any(opened[0] == "b" for opened in self._opened)
        while self._opened:
            self.end(self._opened[0][0])
        while self._now and (self._now[-1] == BREAK or not self._now[-1].strip()):
            self._now.pop()
        markup = "".join(self._now).strip()
        self._forget()
        if without_tags(markup).strip():
            for piece in _pieces(markup):
                self._items.append(f"<li>{piece}</li>") if self._depth else self._done.append(f"<p>{piece}</p>")
        if is_bold:
            self.begin("b")

    def take(self) -> list[str]:
        """Return the finished paragraphs and lists as texts, each short enough for a block, and forget them."""
        done, self._done = self._done, []
        blocks: list[str] = []
        letters = 0
        for markup in done:
            more = length(without_tags(markup))
            if blocks and letters + more <= LONGEST_PASSAGE and not _is_address(markup) and not _is_address(blocks[-1]):
                blocks[-1] += markup
                letters += more
            else:
                blocks.append(markup)
                letters = more
        return blocks

    def take_loose(self) -> str:
        """Return the words of the open paragraph without tags, and forget them."""
        words = without_tags("".join(self._now))
        self._forget()
        return words

    def _forget(self) -> None:
        self._now, self._opened, self._texts = [], [], 0

    def _close_list(self) -> None:
        """Write the items of the list, as several lists where they are too long for one block."""
        items, self._items, tag = self._items, [], self._list
        self._list = ""
        part: list[str] = []
        letters = 0
        for item in items:
            more = length(without_tags(item))
            if part and letters + more > LONGEST_PASSAGE:
                self._done.append(f"<{tag}>{''.join(part)}</{tag}>")
                part, letters = [], 0
            part.append(item)
            letters += more
        if part:
            self._done.append(f"<{tag}>{''.join(part)}</{tag}>")


def _is_address(markup: str) -> bool:
    words = markup.removeprefix("<p>").removesuffix("</p>")
    return words.startswith(("http://", "https://")) and " " not in words and "<" not in words


def _pieces(markup: str) -> list[str]:
    """Return a paragraph, or its words without tags in pieces where it is too long for a block."""
    if length(without_tags(markup)) <= PIECE:
        return [markup]
    words = " ".join(without_tags(markup, " ").split())
    pieces = []
    while words:
        end = len(words) if len(words) <= PIECE else max(words.rfind(" ", 0, PIECE), PIECE // 2)
        # Never inside an entity, such as &amp;.
        mark = words.rfind("&", max(0, end - 8), end)
        end = mark if mark > 0 and ";" not in words[mark:end] and end < len(words) else end
        pieces.append(words[:end].strip())
        words = words[end:]
    return [piece for piece in pieces if piece]
