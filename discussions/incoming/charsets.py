"""Decode bytes by the charset that a mail names, or by another one where it names a wrong one."""

from __future__ import annotations

import codecs
import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Names under which mail programs send bytes of windows-1252, or of UTF-8 that they know nothing about.
LATIN = {"", "ascii", "iso8859-1", "cp1252"}
# Codecs of Python that are no charsets of mails; the time of some grows with the square of the length.
NO_CHARSETS = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "mbcs", "oem"}
LONGEST_CHARSET_NAME = 60
# A text with fewer faults than this share of its characters stays UTF-8.
MOST_FAULTS = 0.05
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# C0 and C1 control characters but for tab and line feed.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


def decode(data: bytes, charset: str | None) -> tuple[str, bool]:
    """Return bytes decoded as text, and whether the charset that the mail names was wrong; never raises."""
    text, is_doubtful = _decoded(data, codec_name(charset))
    return clean(text), is_doubtful


def clean(text: str) -> str:
    """Return a text with all line ends as line feeds and without control characters."""
    # \x85 (next line) and \x0c (form feed) begin a new line in Python's splitlines too.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\x0c", "\n")
    # Lone surrogates can be stored in no database.
    return CONTROLS.sub("", text).encode("utf-8", "replace").decode("utf-8")


def codec_name(charset: str | None) -> str | None:
    """Return Python's codec name for a mail's charset; "" where it names none, None for an unknown charset."""
    charset = (charset or "").strip().strip("\"'").lower()
    if not charset:
        return ""
    if len(charset) > LONGEST_CHARSET_NAME or not charset.isascii() or "\0" in charset:
        return None
    try:
        codec = codecs.lookup(charset)
    except (LookupError, ValueError):
        return None
    # `_is_text_encoding` is Python's own mark: base64 or zip are codecs too, but of bytes to bytes.
    return codec.name if codec._is_text_encoding and codec.name not in NO_CHARSETS else None


def _decoded(data: bytes, codec: str | None) -> tuple[str, bool]:
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), codec not in (name, "utf-8", "utf-16", "utf-16-le", "utf-16-be")
    if codec is not None and codec.startswith(("utf-16", "utf-32")):
        return _decode_wide(data, codec)
    if codec is None or codec in LATIN or codec in ("utf-8", "utf-8-sig"):
        return _decode_utf8(data, codec)
    try:
        return data.decode(codec), False
    except (UnicodeError, ValueError):
        return _with_faults(data, codec), True


def _decode_utf8(data: bytes, codec: str | None) -> tuple[str, bool]:
    """Decode what is UTF-8 or windows-1252, whichever of them was named, or neither."""
    if data.isascii():
        return data.decode("ascii"), codec is None
    is_utf8_named = codec in ("utf-8", "utf-8-sig")
    try:
        # Latin letters in windows-1252 are hardly ever right UTF-8 by chance.
        return data.decode("utf-8"), not is_utf8_named
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    # Letters above 127 that could be read, against those that could not.
    faults = text.count(REPLACEMENT)
    right = sum(letter > "\x7f" for letter in text) - faults
    if right and (right >= faults or faults < MOST_FAULTS * len(text)):
        return text, True
    return data.decode("cp1252", "replace"), codec not in LATIN or codec == "ascii"


def _decode_wide(data: bytes, codec: str) -> tuple[str, bool]:
    """Decode UTF-16 or UTF-32; many mails that name one of them are UTF-8, or lack the mark of their byte order."""
    # UTF-16 of any Latin text has zero bytes; without any it is not UTF-16.
    if b"\0" not in data:
        try:
            return data.decode("utf-8"), True
        except UnicodeDecodeError:
            pass
    if codec in ("utf-16", "utf-16-le", "utf-16-be"):
        # Line feeds and spaces tell the order: their high byte is zero.
        little, big = (sum(data.count(sign) for sign in signs) for signs in ((b"\n\0", b" \0"), (b"\0\n", b"\0 ")))
        if codec == "utf-16":
            codec = "utf-16-be" if big > little else "utf-16-le"
    return _with_faults(data, codec), False


def _with_faults(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "replace")
    except (UnicodeError, ValueError):
        # cp1252 reads every byte.
        return data.decode("cp1252", "replace")
