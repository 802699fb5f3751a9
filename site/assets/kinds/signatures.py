"""Signatures of files that people take for a photo, so that a refusal can name the kind."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The number of first bytes from which a kind is recognised.
HEAD = 1024
VIDEO = _("video")
# The brand in the first box of an ISO media file; those of pictures stand in `BRANDS_OF_PICTURES`, others are videos.
BRAND = re.compile(rb"(?s).{4}ftyp(.{4})")
BRANDS_OF_PICTURES = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1"), "HEIC"),
    **dict.fromkeys((b"avif", b"avis"), "AVIF"),
    b"crx ": "Canon RAW (CR3)",
}
SIGNATURES: tuple[tuple[bytes, str | Promise], ...] = (
    (rb"\xff\xd8\xff", "JPEG"),
    (rb"\x89PNG\r\n\x1a\n", "PNG"),
    (rb"RIFF.{4}WEBP", "WebP"),
    (rb"GIF8[79]a", "GIF"),
    (rb"BM.{4}\0\0\0\0", "BMP"),
    (rb"II\*\0.{4}CR", "Canon RAW (CR2)"),
    (rb"II\*\0|MM\0\*|II\+\0|MM\0\+", "TIFF / RAW"),
    (rb"IIU\0|IIRO|FUJIFILMCCD-RAW|FOVb|\0MRM", "RAW"),
    (rb"\0\0\0\x0cJXL \r\n\x87\n|\xff\x0a", "JPEG XL"),
    (rb"\0\0\0\x0cjP {2}\r\n\x87\n|\xff\x4f\xff\x51", "JPEG 2000"),
    (rb"II\xbc\x01", "JPEG XR"),
    (rb"8BPS", "Photoshop (PSD)"),
    (rb"gimp xcf", "GIMP (XCF)"),
    (rb"\0\0[\x01\x02]\0[^\0]\0?", "ICO"),
    (rb"\xc5\xd0\xd3\xc6|%!PS", "EPS"),
    (rb"%PDF-", "PDF"),
    (rb"\x1aE\xdf\xa3|RIFF.{4}AVI |FLV\x01|\0\0\x01[\xb3\xba]|.{4}(?:moov|mdat|wide)", VIDEO),
    (rb"PK\x03\x04|PK\x05\x06", "ZIP / Word"),
    (rb"\xd0\xcf\x11\xe0", "Word 97"),
    (rb"Rar!|7z\xbc\xaf", "RAR / 7z"),
    (rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg", "SVG"),
    (rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|script|body)", "HTML"),
)
PATTERNS = tuple((re.compile(pattern, re.DOTALL | re.IGNORECASE), kind) for pattern, kind in SIGNATURES)


def kind_of(head: bytes) -> str | Promise | None:
    """Return the name, for people, of a file's kind by its first bytes, such as "JPEG"; None for unknown bytes."""
    # Before the patterns: every ISO media file has a brand, and tells its kind by that.
    if brand := BRAND.match(head):
        return BRANDS_OF_PICTURES.get(brand[1], VIDEO)
    return next((kind for pattern, kind in PATTERNS if pattern.match(head)), None)
