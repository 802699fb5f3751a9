"""Checks of uploaded pictures: their size, format and number of pixels, before they are decoded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from pillow_heif import register_heif_opener

from assets.kinds.signatures import HEAD, kind_of

# Formats that are stored, with their extensions: every browser shows them.
EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
# Formats that are accepted too, and converted to one of those. HEIF is what iPhones and Samsungs write (HEIC).
CONVERTED = ("HEIF", "AVIF")
# The accepted formats by the names that people know.
TAKEN = ("JPEG", "PNG", "WebP", "HEIC", "AVIF")
# Formats whose further frames are a phone's depth map, preview or burst, and no animation (such a JPEG is an MPO).
OF_ONE_PICTURE = ("JPEG", "HEIF")
# Pillow warns from so many pixels on, and refuses twice as many.
Pillow.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_JPEG_PIXELS
CLAIMS_TOO_MUCH = (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning)
# Without thumbnails and depth maps, which Pillow would show as further frames.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


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
    # seek returns the place: the end is the size.
    if file.seek(0, 2) > limit:
        message = _("This file is too large. The limit is %(limit)s.")
        raise ValidationError(message, code="too_large", params={"limit": filesizeformat(limit)})


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
