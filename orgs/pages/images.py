"""Pictures of a text, fetched together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from assets.models import Image, Rendition


def picture_blocks(stream: Any) -> Iterator[Any]:
    """Yield the values of a stream's picture blocks that have a picture."""
    for block in stream or ():
        if block.block_type == "picture" and block.value.get("image"):
            yield block.value


def images_in(stream: Any) -> Iterator[Image]:
    """Yield the pictures of a stream's picture blocks."""
    return (value["image"] for value in picture_blocks(stream))


def fetch_renditions(images: Iterable[Image | None]) -> None:
    """Read all sizes of these pictures at once; each would cost a query of its own in a template."""
    present = [image for image in images if image is not None]
    sizes = Prefetch("renditions", queryset=Rendition.objects.all(), to_attr="prefetched_renditions")
    prefetch_related_objects(present, sizes)
