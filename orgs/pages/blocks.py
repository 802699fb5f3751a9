"""Building blocks of longer texts, shared by all kinds of content."""

from __future__ import annotations

from typing import Any

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

# No italics: Khmer has none. Headings are blocks of their own, so that their order can be checked.
TEXT_FEATURES = ["bold", "link", "document-link", "ol", "ul"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("heading"), max_length=150)
    level = blocks.ChoiceBlock(choices=[("h2", _("section")), ("h3", _("part of a section"))], default="h2")

    class Meta:
        icon = "title"
        label = _("heading")
        template = "orgs/blocks/heading.html"

    def get_searchable_content(self, value: Any) -> list[str]:
        # Its level is no word of the text.
        return [value.get("text") or ""]


class PictureBlock(blocks.StructBlock):
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
        return [value.get("alt_text") or "", value.get("caption") or ""]


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    source = blocks.CharBlock(label=_("who said it, or where it stands"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "orgs/blocks/quotation.html"


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(label=_("title"), max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = _("document")
        template = "orgs/blocks/document.html"


class VideoBlock(blocks.StructBlock):
    """A link, not a player: no page of the portal loads anything from a third party."""

    title = blocks.CharBlock(label=_("title"), max_length=200)
    url = blocks.URLBlock(label=_("address"), validators=[URLValidator(schemes=["https", "http"])])

    class Meta:
        icon = "media"
        label = _("video link")
        template = "orgs/blocks/video.html"


class CountBlock(blocks.StructBlock):
    """Two numbers that stand side by side in squares of cloth, one square each."""

    title = blocks.CharBlock(label=_("what was counted"), max_length=200)
    women = blocks.IntegerBlock(label=_("women"), min_value=0, max_value=200)
    men = blocks.IntegerBlock(label=_("men"), min_value=0, max_value=200)

    class Meta:
        icon = "table"
        label = _("count of women and men")
        template = "orgs/blocks/count.html"


def table_block() -> TypedTableBlock:
    return TypedTableBlock(
        [("text", blocks.CharBlock(required=False)), ("number", blocks.CharBlock(required=False))],
        label=_("table"),
        template="orgs/blocks/table.html",
    )


class BodyBlock(blocks.StreamBlock):
    """The body of an article."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES, template="orgs/blocks/text.html")
    picture = PictureBlock()
    quotation = QuotationBlock()
    document = FileBlock()
    video = VideoBlock()
    table = table_block()
    count = CountBlock()

    class Meta:
        label = _("text")
        required = False


def words_of(value: Any) -> str:
    """All words of a stream value, without markup, for search rows."""
    return " ".join(part for part in value.stream_block.get_searchable_content(value) if part) if value else ""
