"""Removing what cameras write into pictures: place, device, time, thumbnail."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from django.core.files.images import ImageFile
from PIL import Image as Pillow
from PIL import ImageOps

# Only these are kept as they are; every other format becomes JPEG.
KEPT_FORMATS = {"JPEG", "PNG", "WEBP"}


def without_metadata(file: IO[bytes]) -> ImageFile:
    """Return the same picture, upright, as a new file that holds pixels and colours only.

    Raises PIL.UnidentifiedImageError when the bytes are no picture.
    """
    file.seek(0)
    with Pillow.open(file) as picture:
        name = getattr(file, "name", "") or "picture"
        kind = picture.format if picture.format in KEPT_FORMATS else "JPEG"
        upright = ImageOps.exif_transpose(picture)
    if kind == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    # A new image carries no `info`, from which Pillow's encoders would write the metadata back.
    bare = Pillow.new(upright.mode, upright.size)
    bare.paste(upright)
    if upright.mode == "P" and (palette := upright.getpalette()):
        bare.putpalette(palette)
    target = BytesIO()
    bare.save(target, kind, **({"quality": 88, "optimize": True} if kind == "JPEG" else {}))
    target.seek(0)
    return ImageFile(target, name=name)
