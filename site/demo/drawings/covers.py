"""Covers of publications: the title on the organization's colour, krama check below."""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, features

from demo.drawings.brush import COTTON, woven
from khmer.fonts import SEMIBOLD
from khmer.typography import break_words

SIZE = (720, 960)
CLOTH = 620
MARGIN = 56
BREAKS = re.compile("(?<=[ \u200b])")


def cover(title: str, organization: str, colour: str) -> bytes:
    """Return a demo publication's cover as a JPEG of 720 x 960 pixels; title and organization where raqm can set Khmer.

    Where Pillow cannot shape Khmer it stays without words: wrong ones would be worse.
    """
    image = Image.new("RGB", SIZE, colour)
    image.paste(woven((SIZE[0], SIZE[1] - CLOTH), colour, 15, COTTON), (0, CLOTH))
    if features.check("raqm"):
        pen = ImageDraw.Draw(image)
        _write(pen, title, 72, 58)
        _write(pen, organization, CLOTH - 84, 30)
    out = BytesIO()
    image.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


def _write(pen: ImageDraw.ImageDraw, text: str, top: int, size: int) -> None:
    font = ImageFont.truetype(SEMIBOLD, size, layout_engine=ImageFont.Layout.RAQM)
    for line in lines(text, font, SIZE[0] - 2 * MARGIN):
        pen.text((MARGIN, top), line, COTTON, font)
        top += round(size * 1.65)


def lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Split a publication cover's title into lines of at most `width` pixels, broken between words."""
    done = [""]
    for word in BREAKS.split(break_words(text)):
        if done[-1] and font.getlength((done[-1] + word).replace("\u200b", "")) > width:
            done.append("")
        done[-1] += word
    return [line.replace("\u200b", "").strip() for line in done]
