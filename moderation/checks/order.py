"""Headings, and the weight of files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, ClassVar

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from moderation.checks.piece import Piece
from moderation.checks.registry import Check, Finding, Words, check

# What follows a heading without being one stands below every level.
SECTION, LOWEST = "h2", "h9"
# Bytes. On a cheap connection (1 Mbit/s) a document of this size takes more than a minute.
LARGE_DOCUMENT = 8 * 1024 * 1024
# Readers get smaller copies: a large picture costs its author's data, and the portal's disk.
LARGE_PICTURE = 5 * 1024 * 1024


@check
class HeadingOrder(Check):
    """Sections come before their parts, and each has something in it."""

    name = "headings"
    label = _("Headings")
    says: ClassVar = {
        "order": Words(
            _("A part of a section comes before any section."),
            _("Make its heading a section, or put a section before it: screen readers walk along them."),
        ),
        "empty": Words(_("Nothing follows a heading."), _("Write what belongs there, or take the heading away.")),
    }

    def findings(self, piece: Piece) -> Iterator[Finding]:
        blocks = list(getattr(piece.page, "body", None) or ())
        has_section = False
        for block, following in zip_longest(blocks, blocks[1:]):
            level = level_of(block)
            if level is None:
                continue
            text = block.value.get("text") or ""
            has_section = has_section or level == SECTION
            if not has_section:
                yield Finding("order", text)
            if following is None or (level_of(following) or LOWEST) <= level:
                yield Finding("empty", text)


def level_of(block: Any) -> str | None:
    """The level of a heading, which sorts as levels do; None for all that is no heading."""
    return (block.value.get("level") or SECTION) if block.block_type == "heading" else None


@check
class LargeFiles(Check):
    """Nobody pays for more data than what she reads is worth."""

    name = "large-files"
    label = _("Size of files")
    says: ClassVar = {
        "document": Words(
            _("A document has %(size)s. On a telephone that is slow and dear."),
            _("Save it smaller: in most programs, export it as PDF with the smallest size."),
        ),
        "picture": Words(
            _("A picture has %(size)s."), _("Make it smaller before you upload it: 2,000 pixels wide is enough.")
        ),
    }

    def findings(self, piece: Piece) -> Iterator[Finding]:
        for document in piece.documents:
            if (size := document.get_file_size() or 0) > LARGE_DOCUMENT:
                yield Finding("document", document.title, {"size": readable(size)})
        for picture in piece.pictures:
            if (size := picture.image.get_file_size() or 0) > LARGE_PICTURE:
                yield Finding("picture", picture.image.title, {"size": readable(size)})


def readable(size: int) -> str:
    return filesizeformat(size).replace("\xa0", " ")
