"""The body of a page, made of the parts of an old text within the limits of the portal."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from common.typed_text.lengths import LONGEST_ADDRESS, length
from common.typed_text.markup import without_tags
from moving.content.parts import OldPart, PictureMark
from moving.making.pictures import PictureStore
from orgs.models.pages import LONGEST_PAGE
from orgs.pages.blocks import MOST_BLOCKS

LINK = re.compile(r'<a href="([^"<>]{1,1500})">([^<>]{0,1500})</a>')
# Room for title, summary and the line that names the author, of the letters and blocks that a page may have.
LETTERS = LONGEST_PAGE - 2_000
BLOCKS = MOST_BLOCKS - 1
DOCUMENT_LINK = re.compile(
    r'<a href="(https?://[^"<>]{1,1000}?\.pdf(?:\?[^"<>]{0,200})?)">([^<>]{0,500})</a>', re.IGNORECASE
)


@dataclass
class BodyWriter:
    """A writer of blocks, which stops at the limits of a page and counts what is left out."""

    store: PictureStore
    notes: Counter[str]
    blocks: list[dict[str, Any]] = field(default_factory=list)
    images: list[int] = field(default_factory=list)
    letters: int = 0

    def write(self, parts: list[OldPart], lead: int | None) -> list[dict[str, Any]]:
        """Return a text's parts as blocks, cut at the limits; the lead picture is not shown again as the first one."""
        for part in parts:
            block = self._picture(part.value, lead) if part.kind == "picture" else self._block(part)
            if block is None:
                continue
            letters = sum(map(length, _texts(block["value"])))
            if len(self.blocks) >= BLOCKS or self.letters + letters > LETTERS:
                self.notes["cut"] += letters or 1
                continue
            self.blocks.append(block)
            self.letters += letters
        return self.blocks

    def _picture(self, mark: PictureMark, lead: int | None) -> dict[str, Any] | None:
        described = self.store.described(mark)
        image = self.store.image(described, self.notes)
        if image is None or (image == lead and not self.images):
            return None
        self.images.append(image)
        self.notes["alt-text"] += not described.alt_text
        value = {"image": image, "alt_text": described.alt_text, "caption": described.caption}
        return {"type": "picture", "value": value}

    def _block(self, part: OldPart) -> dict[str, Any] | None:
        if part.kind == "video" and length(part.value["url"]) > LONGEST_ADDRESS:
            return None
        if part.kind == "paragraph":
            return {"type": "paragraph", "value": DOCUMENT_LINK.sub(self._document, part.value)}
        return {"type": part.kind, "value": part.value}

    def _document(self, found: re.Match[str]) -> str:
        words = unescape(found[2])
        document = self.store.document(unescape(found[1]), words)
        return f'<a id="{document}" linktype="document">{found[2]}</a>' if document else found.group()


def author_part(words: str) -> OldPart:
    """Return the paragraph that names the author of an old text."""
    return OldPart("paragraph", f"<p>{escape(words, quote=False)}</p>")


def plain_text_of(parts: list[OldPart]) -> str | None:
    """Return the paragraphs of the parts as plain text; None with a list, a second picture or anything else."""
    kinds = Counter(part.kind for part in parts)
    if kinds.keys() - {"paragraph", "picture"} or kinds["picture"] > 1:
        return None
    markup = "".join(part.value for part in parts if part.kind == "paragraph")
    if "<li>" in markup:
        return None
    markup = LINK.sub(_link_in_words, markup)
    lines = markup.replace("<br/>", "\n").replace("</p>", "\n\n")
    return unescape(without_tags(lines)).strip()


def _link_in_words(found: re.Match[str]) -> str:
    """Return a link as words with its address, which readers see as a link again."""
    return found[1] if found[2].strip() == found[1] else f"{found[2]} ({found[1]})"


def _texts(value: Any) -> list[str]:
    """Return the texts in the value of a block, without markup."""
    if isinstance(value, dict):
        return [text for name, part in value.items() if name not in ("type", "level") for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [without_tags(value)] if isinstance(value, str) else []
