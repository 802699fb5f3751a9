"""Removal of metadata from uploaded pictures, and conversion to formats that every browser shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps
from pillow_heif import register_heif_opener

from assets.decoding import BusyError, decoding
from assets.file_names import plain_name
from assets.kinds.parts import has_too_many_parts, is_sequential_jpeg
from assets.kinds.signatures import HEAD, kind_of

# Formats that are stored, with their extensions: every browser shows them.
EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
# Formats that are accepted too, and converted to one of those. HEIF is what iPhones and Samsungs write (HEIC).
CONVERTED = ("HEIF", "AVIF")
# The accepted formats by the names that people know.
TAKEN = ("JPEG", "PNG", "WebP", "HEIC", "AVIF")
# Formats whose further frames are a phone's depth map, preview or burst, and no animation (such a JPEG is an MPO).
OF_ONE_PICTURE = ("JPEG", "HEIF")
ENCODING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 88},
}
# Pictures with more pixels are compressed quickly: the best compression of 24 million takes up to twenty seconds.
MANY_PIXELS = 4_000_000
QUICK_ENCODING: dict[str, dict[str, Any]] = {"PNG": {"compress_level": 4}, "WEBP": {"quality": 88, "method": 1}}
SRGB = ImageCms.createProfile("sRGB")
# Pillow warns from so many pixels on, and refuses twice as many.
Pillow.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_JPEG_PIXELS
CLAIMS_TOO_MUCH = (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning)
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


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


@contextmanager
def open_picture(file: IO[bytes]) -> Iterator[Pillow.Image]:
    """Open a picture file in a `with` block; errors in its bytes become ValidationErrors."""
    file.seek(0)
    try:
        # Only these decoders: each further one could have faults that hostile files use.
        with Pillow.open(file, formats=[*EXTENSIONS, *CONVERTED]) as picture:
            yield picture
    except ValidationError:
        raise
    except CLAIMS_TOO_MUCH as error:
        raise too_many_pixels() from error
    # Decoders raise whatever broken bytes lead to: OSError, SyntaxError, ValueError, struct.error ...
    except Exception as error:
        raise no_picture(file) from error


def no_picture(file: IO[bytes]) -> ValidationError:
    """Return (not raise) the ValidationError for a file that is no readable picture; it names the file's kind."""
    file.seek(0)
    kind = kind_of(file.read(HEAD))
    if kind is None:
        message = _("This file cannot be read as a picture. Choose a JPEG, PNG, WebP, HEIC or AVIF file.")
    elif kind in TAKEN:
        message = _("This %(kind)s picture is damaged or incomplete. Choose it again, or another one.")
    else:
        message = _("This is a file of the kind %(kind)s. Choose a JPEG, PNG, WebP, HEIC or AVIF file.")
    return ValidationError(message, code="no_picture", params={"kind": kind})


def refuse_large(file: IO[bytes]) -> None:
    """Raise ValidationError for a picture file of more bytes than WAGTAILIMAGES_MAX_UPLOAD_SIZE."""
    refuse_more_than(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, file)


def refuse_more_than(limit: int, file: IO[bytes]) -> None:
    """Raise ValidationError when a file has more than `limit` bytes."""
    if file.seek(0, 2) > limit:
        message = _("This file is too large. The limit is %(limit)s.")
        raise ValidationError(message, code="too_large", params={"limit": filesizeformat(limit)})


def decode_smaller(picture: Pillow.Image) -> None:
    """Let a large JPEG be decoded at a half, quarter or eighth of each side, so that it fits the limit.

    Its full pixels are then never in memory. One with far too many stays unchanged, and is refused.
    """
    width, height = picture.size
    if not settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS < width * height <= settings.WAGTAILIMAGES_MAX_JPEG_PIXELS:
        return
    for part in (2, 4, 8):
        if -(-width // part) * -(-height // part) <= settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            picture.draft(None, (width // part, height // part))
            return


def refuse_many_pixels(picture: Pillow.Image) -> None:
    """Raise ValidationError when an opened picture has more pixels than WAGTAILIMAGES_MAX_IMAGE_PIXELS.

    A few kilobytes can claim a gigabyte.
    """
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise too_many_pixels()


def too_many_pixels() -> ValidationError:
    """Return (not raise) the ValidationError for a picture with too many pixels."""
    message = _("This picture is too large. The limit is %(limit)s million pixels.")
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return ValidationError(message, code="too_many_pixels", params={"limit": limit})


def refuse_animated(picture: Pillow.Image, kind: str) -> None:
    """Raise ValidationError for an animated picture; a phone's burst or depth map does not count as one."""
    if kind not in OF_ONE_PICTURE and getattr(picture, "is_animated", False):
        raise ValidationError(_("This is an animated picture. Choose a picture without animation."), code="animated")


def turn_upright(picture: Pillow.Image) -> None:
    """Decode an opened picture and rotate it in place as its EXIF orientation says."""
    picture.load()
    # Broken metadata is going to be dropped anyway; the pixels have been read.
    with suppress(Exception):
        ImageOps.exif_transpose(picture, in_place=True)


def convert_to_srgb(picture: Pillow.Image) -> Pillow.Image:
    """Return the picture as RGB, RGBA or L (grey), its colours converted from its profile to sRGB."""
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
    if picture.mode == "L" and target == "RGB":
        return picture
    return picture if picture.mode == target else picture.convert(target)


def copy_pixels(picture: Pillow.Image) -> Pillow.Image:
    """Return a copy of a picture that has only its pixels, without metadata."""
    bare = Pillow.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare
