"""Blocks of a long text, shared by all kinds of content."""

from __future__ import annotations

from typing import Any

from django.core.validators import URLValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminDateInput
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockValidationError,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail_localize.segments import StringSegmentValue

from common.typed_date_fields import TypedDateField
from common.typed_text.characters import NOT_IN_A_LINE
from common.typed_text.lengths import LONGEST_ADDRESS, LONGEST_MESSAGE, LONGEST_PASSAGE, length
from common.typed_text.tables import LONGEST_CELL, LONGEST_HEADING, MOST_COLUMNS, MOST_ROWS, TextTable
from common.typed_text.validators import NOT_ONE_LINE
from orgs.pages.count_block import CountBlock

# Limits: the blocks of a text, and the items of a list beside a text.
MOST_BLOCKS, MOST_ITEMS = 200, 100

# No italics: Khmer has none. Headings are blocks of their own, so that their order can be checked.
TEXT_FEATURES = ["bold", "link", "document-link", "ol", "ul"]


class TypedDateBlock(blocks.DateBlock):
    """A day that accepts what people in Cambodia type, day first."""

    @cached_property
    def field(self) -> TypedDateField:
        """Return the form field of this date block, which reads a day as people in Cambodia type it, day first."""
        return TypedDateField(widget=AdminDateInput(format=self.format), **self.field_options)


class HeadingBlock(blocks.StructBlock):
    """A heading, of a section or of a part of one."""

    text = blocks.CharBlock(label=_("heading"), max_length=LONGEST_HEADING)
    level = blocks.ChoiceBlock(
        label=_("level"), choices=[("h2", _("section")), ("h3", _("part of a section"))], default="h2"
    )

    class Meta:
        icon = "title"
        label = _("heading")
        template = "orgs/blocks/heading.html"

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return the heading's text for search, without its level."""
        return [value.get("text") or ""]


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text and caption."""

    image = ImageChooserBlock(label=_("picture"))
    alt_text = blocks.CharBlock(
        label=_("what it shows"), max_length=300, help_text=_("For readers who cannot see it. One phrase.")
    )
    caption = blocks.CharBlock(label=_("caption"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "orgs/blocks/picture.html"

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return the picture's alternative text and caption for search."""
        return [value.get("alt_text") or "", value.get("caption") or ""]


class QuotationBlock(blocks.StructBlock):
    """A quotation with its source."""

    text = blocks.TextBlock(label=_("quotation"), max_length=LONGEST_MESSAGE)
    source = blocks.CharBlock(label=_("who said it, or where it stands"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "orgs/blocks/quotation.html"


class FileBlock(blocks.StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(label=_("title"), max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = _("document")
        template = "orgs/blocks/document.html"


class VideoBlock(blocks.StructBlock):
    """A link to a video.

    No player: no page of the portal loads anything from a third party.
    """

    title = blocks.CharBlock(label=_("title"), max_length=200)
    # Django's own validator also allows ftp, which browsers do not open.
    url = blocks.URLBlock(
        label=_("address"), max_length=LONGEST_ADDRESS, validators=[URLValidator(schemes=["https", "http"])]
    )

    class Meta:
        icon = "media"
        label = _("video link")
        template = "orgs/blocks/video.html"


class TableBlock(TypedTableBlock):
    """A table of limited size, whose headings and caption are one line each.

    No form field cleans headings and caption.
    """

    def clean(self, table: TypedTable) -> TypedTable:
        """Return the validated table. Raises TypedTableBlockValidationError for too many or too long parts."""
        headings = [column["heading"] or "" for column in table.columns]
        problems: list[Any] = []
        if len(table.columns) > MOST_COLUMNS or len(table.row_data) > MOST_ROWS:
            size = {"columns": MOST_COLUMNS, "rows": MOST_ROWS}
            problems.append(_("A table has at most %(columns)s columns and %(rows)s rows.") % size)
        for text in (*headings, table.caption or ""):
            if length(text) > LONGEST_HEADING:
                problems.append(_("A heading has at most %(most)s letters.") % {"most": LONGEST_HEADING})
            elif NOT_IN_A_LINE.search(text):
                problems.append(NOT_ONE_LINE)
        if problems:
            raise TypedTableBlockValidationError(non_block_errors=list(dict.fromkeys(map(str, problems))))
        return super().clean(table)

    def get_translatable_segments(self, table: TypedTable) -> list[StringSegmentValue]:
        """Return the table's texts with their paths, to be translated by wagtail-localize.

        It does not know this block and would fail.
        """
        texts = {"caption": table.caption or ""}
        # The paths must not change: wagtail-localize stores each translation under its path.
        texts |= {f"heading{place}": column["heading"] or "" for place, column in enumerate(table.columns)}
        texts |= {
            f"{number}-{place}": text or ""
            for number, row in enumerate(table.row_data)
            for place, text in enumerate(row["values"])
        }
        return [StringSegmentValue(path, text) for path, text in texts.items() if text]

    def restore_translated_segments(self, table: TypedTable, segments: list[StringSegmentValue]) -> TypedTable:
        """Return the table with its words replaced by the translated ones; words without a translation stay."""
        texts = {segment.path: segment.render_text() for segment in segments}
        columns = [
            column | {"heading": texts.get(f"heading{place}", column["heading"])}
            for place, column in enumerate(table.columns)
        ]
        rows = [
            {"values": [texts.get(f"{number}-{place}", text) for place, text in enumerate(row["values"])]}
            for number, row in enumerate(table.row_data)
        ]
        return TypedTable(columns, rows, texts.get("caption", table.caption))


def table_value(table: TextTable) -> dict[str, Any]:
    """Return a table pasted as text in the form in which the table block is stored."""
    headings = table.headings or [""] * len(table.rows[0])
    return {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in table.body],
        "caption": "",
    }


def text_table(value: TypedTable) -> TextTable | None:
    """Return a table block's value as plain text that can be pasted, or None where it would lose something."""
    headings = [column["heading"] or "" for column in value.columns]
    rows = [[cell or "" for cell in row["values"]] for row in value.row_data]
    table = TextTable([headings, *rows] if any(headings) else rows)
    is_plain = rows and not value.caption and all(column["block"].name == "text" for column in value.columns)
    # Only a table that can be read back from its text without loss may be shown as text.
    same = is_plain and table.body == rows and all("\t" not in cell for row in table.rows for cell in row)
    return table if same else None


def table_block() -> TableBlock:
    """Return a new table block, with columns of two kinds: text and number."""
    cell = {"required": False, "max_length": LONGEST_CELL}
    return TableBlock(
        [("text", blocks.CharBlock(label=_("text"), **cell)), ("number", blocks.CharBlock(label=_("number"), **cell))],
        label=_("table"),
        template="orgs/blocks/table.html",
        help_text=_("At most 12 columns and 200 rows."),
    )


class BodyBlock(blocks.StreamBlock):
    """The body of an article."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("text"), features=TEXT_FEATURES, max_length=LONGEST_PASSAGE, template="orgs/blocks/text.html"
    )
    picture = PictureBlock()
    quotation = QuotationBlock()
    document = FileBlock()
    video = VideoBlock()
    table = table_block()
    count = CountBlock()

    class Meta:
        label = _("text")
        required = False
        max_num = MOST_BLOCKS


def words_of(value: Any) -> str:
    """Return all words of a stream field's value without markup, as one text for search; "" for an empty one."""
    return " ".join(part for part in value.stream_block.get_searchable_content(value) if part) if value else ""
