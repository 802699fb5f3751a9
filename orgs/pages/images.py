"""Pictures of a page: those that it shows, with their alternative texts, and their renditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from assets.models import Image, Rendition
from assets.services import files_of
from common.typed_text.characters import readable
from orgs.pages.content_walker import ContentValue, content_of, open_content, walk, with_content


@dataclass(frozen=True)
class ShownPicture:
    """A picture in one place of a page; `words` are all words that stand with it."""

    image: Image
    alt_text: str
    words: str
    # True when the alternative text is the page's own, and not the picture's description.
    has_own_alt_text: bool = False


def shown_pictures(page: Page) -> list[ShownPicture]:
    """Return the pictures that a page shows, in the order of its form, others it refers to last.

    Those that are referred to outside of fields and blocks come last: none is left out.
    """
    values = [value for value in walk(page._meta.concrete_fields, content_of(page)) if is_picture(value)]
    # By Wagtail's references, which also know pictures in rich text.
    named = files_of(page)[Image]
    images = Image.objects.in_bulk(named | {value.value for value in values if value.value})
    shown = [_shown(images[value.value], value) for value in values if value.value in images]
    others = sorted(named - {picture.image.pk for picture in shown})
    return shown + [_described(images[pk]) for pk in others if pk in images]


def with_pictures(page: Page, *, replaced: dict[int, int], alt_texts: dict[int, str]) -> Any:
    """Return an unsaved copy of a page with pictures replaced and missing alternative texts filled in.

    `replaced` and `alt_texts` are keyed by the id of the picture that is there now.
    """
    content = open_content(page)
    for value in walk(page._meta.concrete_fields, content):
        if is_picture(value) and value.value in replaced.keys() | alt_texts.keys():
            image = value.value
            if _has_own_alt_text(value) and not readable(value.holder["alt_text"] or ""):
                value.holder["alt_text"] = alt_texts.get(image, "")
            value.holder[value.key] = replaced.get(image, image)
    return with_content(page, content)


def is_picture(value: ContentValue) -> bool:
    """Return whether a value of a page's content is the id of a picture."""
    definition = value.definition
    if isinstance(definition, models.ForeignKey):
        return definition.related_model is Image
    return isinstance(definition, ImageChooserBlock)


def _shown(image: Image, value: ContentValue) -> ShownPicture:
    if not _has_own_alt_text(value):
        return _described(image)
    alt_text = value.holder["alt_text"] or ""
    return ShownPicture(image, alt_text, f"{alt_text}. {value.holder.get('caption') or ''}", has_own_alt_text=True)


def _has_own_alt_text(value: ContentValue) -> bool:
    beside = value.holder
    return isinstance(value.definition, ImageChooserBlock) and isinstance(beside, dict) and "alt_text" in beside


def _described(image: Image) -> ShownPicture:
    return ShownPicture(image, image.description, image.description)


def picture_blocks(stream: Any) -> Iterator[Any]:
    """Yield the values of a stream's picture blocks that have a picture."""
    for block in stream or ():
        if block.block_type == "picture" and block.value.get("image"):
            yield block.value


def images_in(stream: Any) -> Iterator[Image]:
    """Yield the pictures of a stream's picture blocks."""
    return (value["image"] for value in picture_blocks(stream))


def fetch_renditions(images: Iterable[Image | None]) -> None:
    """Read the renditions (sizes) of these pictures in one query, and keep them on the pictures."""
    present = [image for image in images if image is not None]
    sizes = Prefetch("renditions", queryset=Rendition.objects.all(), to_attr="prefetched_renditions")
    # Wagtail looks for `prefetched_renditions` on a picture before it asks the database.
    prefetch_related_objects(present, sizes)
