"""Removal of metadata from uploaded pictures, and conversion to formats that every browser shows."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from assets.file_names import plain_name
from assets.kinds.parts import has_too_many_parts, is_sequential_jpeg
from assets.pictures.checks import (
    CONVERTED,
    EXTENSIONS,
    open_picture,
    refuse_animated,
    refuse_large,
    refuse_many_pixels,
)
from assets.pictures.decoding import BusyError, decoding

ENCODING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 88},
}
# Pictures with more pixels are compressed quickly: the best compression of 24 million takes up to twenty seconds.
MANY_PIXELS = 4_000_000
QUICK_ENCODING: dict[str, dict[str, Any]] = {"PNG": {"compress_level": 4}, "WEBP": {"quality": 88, "method": 1}}
SRGB = ImageCms.createProfile("sRGB")


class BarePicture(ImageFile):
    """A picture file that holds pixels and no metadata."""


def without_metadata(file: IO[bytes]) -> BarePicture:
    """Return an uploaded picture as a new file without metadata, upright, in sRGB, or raise ValidationError.

    A HEIC or AVIF picture becomes a JPEG one, or WebP where it is transparent; a JPEG picture of more pixels than are
    kept becomes smaller. Raises django.core.exceptions.ValidationError, with a message for people, for a file that is
    no JPEG, PNG, WebP, HEIC or AVIF picture, is damaged, animated, of too many parts, or larger than the settings
    WAGTAILIMAGES_MAX_UPLOAD_SIZE (bytes), WAGTAILIMAGES_MAX_IMAGE_PIXELS and, for JPEG, WAGTAILIMAGES_MAX_JPEG_PIXELS
    allow; and while other pictures are decoded for too long.
    """
    if isinstance(file, BarePicture):
        return file
    refuse_large(file)
    file.seek(0)
    content = file.read()
    if has_too_many_parts(content):
        raise ValidationError(_("This picture has too many parts. Choose another one."), code="too_many_parts")
    try:
        with decoding():
            target, kind = bare_copy(content)
    except BusyError as error:
        message = _("The portal is busy with other pictures. Please choose this one again in a minute.")
        raise ValidationError(message, code="busy") from error
    return BarePicture(target, name=plain_name(getattr(file, "name", None) or "", EXTENSIONS[kind]))


def bare_copy(content: bytes) -> tuple[BytesIO, str]:
    """Return a picture's bytes encoded anew without metadata, and its format. Raises ValidationError if unreadable."""
    # In a function of its own, so that the decoder's memory is freed before the encoder needs memory.
    bare, kind = bare_pixels(content)
    if kind in CONVERTED:
        kind = "WEBP" if bare.mode == "RGBA" else "JPEG"
    target = BytesIO()
    is_quick = kind in QUICK_ENCODING and bare.width * bare.height > MANY_PIXELS
    bare.save(target, kind, **(QUICK_ENCODING if is_quick else ENCODING)[kind])
    target.seek(0)
    return target, kind


def bare_pixels(content: bytes) -> tuple[Pillow.Image, str]:
    """Return a picture's pixels, upright, in sRGB, without metadata, and its format, or raise ValidationError."""
    with open_picture(BytesIO(content)) as picture:
        # MPO is a JPEG with further pictures behind the first.
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        if kind == "JPEG" and is_sequential_jpeg(content):
            decode_smaller(picture)
        # After decode_smaller, which may have reduced the size, and before any pixel is decoded.
        refuse_many_pixels(picture)
        refuse_animated(picture, kind)
        turn_upright(picture)
        return copy_pixels(convert_to_srgb(picture)), kind


def decode_smaller(picture: Pillow.Image) -> None:
    """Let a large JPEG be decoded at a half, quarter or eighth of each side, so that it fits the limit.

    Its full pixels are then never in memory. One with far too many stays unchanged, and is refused.
    """
    width, height = picture.size
    if not settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS < width * height <= settings.WAGTAILIMAGES_MAX_JPEG_PIXELS:
        return
    # libjpeg can decode at 1/2, 1/4 and 1/8 only.
    for part in (2, 4, 8):
        # Rounded up, as libjpeg does.
        if -(-width // part) * -(-height // part) <= settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            # draft() decodes nothing yet; it only sets how.
            picture.draft(None, (width // part, height // part))
            return


def turn_upright(picture: Pillow.Image) -> None:
    """Decode an opened picture and rotate it in place as its EXIF orientation says."""
    picture.load()
    # Broken metadata is going to be dropped anyway; the pixels have been read.
    with suppress(Exception):
        ImageOps.exif_transpose(picture, in_place=True)


def convert_to_srgb(picture: Pillow.Image) -> Pillow.Image:
    """Return the picture as RGB, RGBA or L (grey), in sRGB where its profile is usable; `info` is kept."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;"):
        # Sixteen bits of grey, of which eight are kept; convert() alone would cut them off at white.
        return picture.point(lambda value: value / 256).convert("L")
    target = "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    if picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        picture = picture.convert(target)
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, source, SRGB, outputMode=target) or picture
        except (ImageCms.PyCMSError, OSError):
            # A profile that does not fit the picture is ignored.
            pass
    # Grey stays grey: it has a third of the bytes.
    if picture.mode == "L" and target == "RGB":
        return picture
    return picture if picture.mode == target else picture.convert(target)


def copy_pixels(picture: Pillow.Image) -> Pillow.Image:
    """Return a copy of a picture that has only its pixels, without metadata."""
    bare = Pillow.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare
