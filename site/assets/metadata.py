"""Taking pictures in: without what cameras write into them, in formats that every browser shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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

from assets.file_names import plain_name
from assets.kinds.signatures import HEAD, kind_of

# Formats that are kept, with their extensions: every browser shows them.
EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
# Formats that are taken besides, and kept as one of those. HEIF is what iPhones and Samsungs write (HEIC).
CONVERTED = ("HEIF", "AVIF")
# As people know them.
TAKEN = ("JPEG", "PNG", "WebP", "HEIC", "AVIF")
# Those whose further frames are a phone's depth map, preview or burst, and no movement (JPEG so is MPO).
OF_ONE_PICTURE = ("JPEG", "HEIF")
ENCODING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 88},
}
SRGB = ImageCms.createProfile("sRGB")
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


class BarePicture(ImageFile):
    """A picture file that holds pixels and nothing else."""


def without_metadata(file: IO[bytes]) -> BarePicture:
    """Return the same picture, upright and in sRGB, as a new file that holds its pixels only.

    A HEIC or AVIF picture becomes a JPEG one, or WebP where it is transparent. Raises
    django.core.exceptions.ValidationError, with a message for people, for a file that is no JPEG, PNG, WebP, HEIC or
    AVIF picture, is damaged, animated, or larger than the settings WAGTAILIMAGES_MAX_UPLOAD_SIZE (bytes) and
    WAGTAILIMAGES_MAX_IMAGE_PIXELS allow.
    """
    if isinstance(file, BarePicture):
        return file
    refuse_large(file)
    with open_picture(file) as picture:
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        refuse_many_pixels(picture)
        refuse_animated(picture, kind)
        bare = copy_pixels(convert_to_srgb(apply_orientation(picture)))
    if kind in CONVERTED:
        kind = "WEBP" if bare.mode == "RGBA" else "JPEG"
    target = BytesIO()
    bare.save(target, kind, **ENCODING[kind])
    target.seek(0)
    return BarePicture(target, name=plain_name(getattr(file, "name", None) or "", EXTENSIONS[kind]))


@contextmanager
def open_picture(file: IO[bytes]) -> Iterator[Pillow.Image]:
    """Open a picture; whatever its bytes break while it is read is one refusal."""
    file.seek(0)
    try:
        # Only these decoders: each further one is a door for hostile files.
        with Pillow.open(file, formats=[*EXTENSIONS, *CONVERTED]) as picture:
            yield picture
    except ValidationError:
        raise
    except Pillow.DecompressionBombError as error:
        raise too_many_pixels() from error
    # Decoders raise whatever broken bytes lead to: OSError, SyntaxError, ValueError, struct.error ...
    except Exception as error:
        raise no_picture(file) from error


def no_picture(file: IO[bytes]) -> ValidationError:
    """Return the refusal of what cannot be read, which names the kind of file that it is."""
    file.seek(0)
    kind = kind_of(file.read(HEAD))
    if kind is None:
        message = _("This is no picture that can be read. Choose a JPEG, PNG, WebP, HEIC or AVIF file.")
    elif kind in TAKEN:
        message = _("This %(kind)s picture is damaged or incomplete. Choose it again, or another one.")
    else:
        message = _("This is a file of the kind %(kind)s. Choose a JPEG, PNG, WebP, HEIC or AVIF file.")
    return ValidationError(message, code="no_picture", params={"kind": kind})


def refuse_large(file: IO[bytes]) -> None:
    """Raises ValidationError for a file of more bytes than allowed."""
    refuse_more_than(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, file)


def refuse_more_than(limit: int, file: IO[bytes]) -> None:
    """Raises ValidationError when the file has more than `limit` bytes."""
    if file.seek(0, 2) > limit:
        message = _("This file is too large. It may have %(limit)s at most.")
        raise ValidationError(message, code="too_large", params={"limit": filesizeformat(limit)})


def refuse_many_pixels(picture: Pillow.Image) -> None:
    """Raises ValidationError before a single pixel is unpacked: a few kilobytes can claim a gigabyte."""
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise too_many_pixels()


def too_many_pixels() -> ValidationError:
    message = _("This picture is too large. It may have %(limit)s million pixels at most.")
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return ValidationError(message, code="too_many_pixels", params={"limit": limit})


def refuse_animated(picture: Pillow.Image, kind: str) -> None:
    if kind not in OF_ONE_PICTURE and getattr(picture, "is_animated", False):
        raise ValidationError(_("This picture moves. Choose one that stands still."), code="animated")


def apply_orientation(picture: Pillow.Image) -> Pillow.Image:
    """The picture turned as its camera was held. Raises what decoders raise for damaged pixels."""
    picture.load()
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:
        # Broken metadata is going to be dropped anyway; the pixels have been read.
        return picture


def convert_to_srgb(picture: Pillow.Image) -> Pillow.Image:
    """The picture in RGB, RGBA or L, with the colours that its own profile means."""
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
            # A profile that does not fit the picture says nothing of its colours.
            pass
    if picture.mode == "L" and target == "RGB":
        return picture
    return picture if picture.mode == target else picture.convert(target)


def copy_pixels(picture: Pillow.Image) -> Pillow.Image:
    """A copy without `info`, from which Pillow's encoders would write the metadata back."""
    bare = Pillow.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare
