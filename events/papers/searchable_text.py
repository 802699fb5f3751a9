"""Text in WeasyPrint's PDF files that can be searched and copied, in Khmer too.

WeasyPrint stores one text for each glyph, but the glyphs of a Khmer syllable stand in another order than its letters.
So each drawn line gets its text as a whole (`/ActualText` of PDF), which programs read instead of the glyphs.

The wrapped function is private to WeasyPrint: requirements/base.in pins the version, and a test holds its parameters.
"""

from __future__ import annotations

from typing import Any

from weasyprint.draw import text as drawing

ZERO_WIDTH_SPACE = "\u200b"
# The original, kept before it is replaced.
draw_glyphs = drawing.draw_first_line


def draw_with_text(stream: Any, textbox: Any, *args: Any, **options: Any) -> Any:
    """Draw a text line of a PDF with WeasyPrint, marked with its plain text so that it can be searched and copied."""
    stream.stream.append(f"/Span <</ActualText <{pdf_text(textbox.text)}>>> BDC")
    try:
        # Also after an error: an opened mark would make the whole file invalid.
        return draw_glyphs(stream, textbox, *args, **options)
    finally:
        stream.stream.append("EMC")


def pdf_text(text: str) -> str:
    """Return a text as UTF-16 hexadecimal digits for a PDF, without zero-width spaces."""
    # The byte order mark says that it is UTF-16. Zero-width spaces are our marks for breaking lines, not letters of
    # the text.
    return ("\ufeff" + text.replace(ZERO_WIDTH_SPACE, "")).encode("utf-16-be").hex()


def install() -> None:
    """Replace WeasyPrint's function that draws a line by draw_with_text, in this process; calling again is harmless."""
    # Replaced, because WeasyPrint has no setting for it.
    drawing.draw_first_line = draw_with_text
