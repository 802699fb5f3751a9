"""The drawing of share cards, in Khmer and Latin script.

Pillow's Raqm layout shapes Khmer; without it, marks would be drawn apart from their letters.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageColor, ImageDraw, ImageFont

from khmer.fonts import SEMIBOLD
from khmer.lines import BREAK, break_words, excerpt
from khmer.text import has_khmer

# The size that Facebook and Telegram ask for, in pixels.
WIDTH, HEIGHT = 1200, 630
MARGIN = 72
HEM = 60
THREAD_WIDTH = 20
COTTON, SILK, EBONY, RIND = "#ffffff", "#f6f2ec", "#211a24", "#5a1746"
WARP, WEFT = 0.62, 0.78
TITLE_TOP, TITLE_BOTTOM = 225, 505
TITLE_SIZES = (76, 68, 60, 54, 48, 42)
# Heights of lines in em: the tallest stack of Khmer signs needs 1.54.
KHMER_LINE, LATIN_LINE = 1.6, 1.25
LONGEST_TITLE = 160
COLOURS = 64
WORD_ENDS = re.compile(f"(?<= )|{BREAK}")


@dataclass(frozen=True)
class Card:
    """The content of a share card; `brand_colour` is `#rrggbb`."""

    title: str
    who: str
    letter: str
    brand_colour: str


def draw(card: Card) -> bytes:
    """Return a share card, the picture of a shared link, as a PNG of 1200 by 630 pixels."""
    image = Image.new("RGB", (WIDTH, HEIGHT), COTTON)
    canvas = ImageDraw.Draw(image)
    _hem(canvas, card.brand_colour)
    _badge(canvas, card)
    _title(canvas, card.title)
    _wordmark(canvas)
    written = io.BytesIO()
    # A palette is enough for a few flat colours, and makes the file smaller.
    image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(SEMIBOLD, size, layout_engine=ImageFont.Layout.RAQM)


def _mixed(upper: str, share: float, lower: str) -> tuple[int, ...]:
    """Mix two colours: `upper` over `lower`, with the share (0 to 1) of the upper one."""
    pairs = zip(ImageColor.getrgb(upper), ImageColor.getrgb(lower), strict=True)
    return tuple(round(share * above + (1 - share) * below) for above, below in pairs)


def _hem(canvas: ImageDraw.ImageDraw, brand_colour: str) -> None:
    """Draw the check pattern at the top, in the organization's colour and Neary's."""
    weft = "#{:02x}{:02x}{:02x}".format(*_mixed(brand_colour, WEFT, SILK))
    for top in range(0, HEM, THREAD_WIDTH):
        woven = weft if top // THREAD_WIDTH % 2 == 0 else SILK
        for left in range(0, WIDTH, THREAD_WIDTH):
            colour = _mixed(RIND, WARP, woven) if left // THREAD_WIDTH % 2 == 0 else ImageColor.getrgb(woven)
            canvas.rectangle((left, top, left + THREAD_WIDTH - 1, top + THREAD_WIDTH - 1), fill=colour)


def _badge(canvas: ImageDraw.ImageDraw, card: Card) -> None:
    """Draw the organization's letter on its colour, and its name."""
    side, top = 64, 118
    middle = top + side // 2
    canvas.rectangle((MARGIN, top, MARGIN + side, top + side), fill=card.brand_colour)
    canvas.text((MARGIN + side // 2, middle), card.letter, font=_font(36), fill=COTTON, anchor="mm")
    who = excerpt(card.who, 52)
    canvas.text((MARGIN + side + 24, middle), who, font=_font(34), fill=EBONY, anchor="lm")


def _title(canvas: ImageDraw.ImageDraw, title: str) -> None:
    """Draw the title between its margins, in the middle of their height."""
    size, lines = _fitting(excerpt(title, LONGEST_TITLE))
    step = size * _line_height(title)
    top = TITLE_TOP + (TITLE_BOTTOM - TITLE_TOP - step * len(lines)) / 2
    for number, line in enumerate(lines):
        canvas.text((MARGIN, top + step * (number + 0.5)), line, font=_font(size), fill=EBONY, anchor="lm")


def _fitting(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which a title fits, with its lines; at the smallest its end is left out."""
    for size in TITLE_SIZES:
        lines = list(_lines(title, _font(size)))
        if len(lines) * size * _line_height(title) <= TITLE_BOTTOM - TITLE_TOP:
            return size, lines
    most = int((TITLE_BOTTOM - TITLE_TOP) / (size * _line_height(title)))
    return size, [*lines[: most - 1], lines[most - 1].rstrip(" .។") + "…"]


def _line_height(title: str) -> float:
    return KHMER_LINE if has_khmer(title) else LATIN_LINE


def _lines(title: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Yield the lines of a title that fit between the margins, broken at spaces and between Khmer words only."""
    line = ""
    for word in WORD_ENDS.split(break_words(title)):
        if line and font.getlength((line + word).rstrip()) > WIDTH - 2 * MARGIN:
            yield line.rstrip()
            line = ""
        line += word
    yield line.rstrip()


def _wordmark(canvas: ImageDraw.ImageDraw) -> None:
    """Draw Neary's mark and its name in both scripts."""
    side, top = 48, HEIGHT - 48 - 48
    bar = side // 5
    weak = _mixed(RIND, 0.55, COTTON)
    for first in range(0, side, 2 * bar):
        canvas.rectangle((MARGIN + first, top, MARGIN + first + bar - 1, top + 5 * bar - 1), fill=weak)
    for first in range(0, side, 2 * bar):
        canvas.rectangle((MARGIN, top + first, MARGIN + 5 * bar - 1, top + first + bar - 1), fill=weak)
        for across in range(0, side, 2 * bar):
            corner = (MARGIN + across, top + first)
            canvas.rectangle((*corner, corner[0] + bar - 1, corner[1] + bar - 1), fill=_mixed(RIND, 0.8, COTTON))
    canvas.text((MARGIN + side + 20, top + side // 2), "Neary នារី", font=_font(42), fill=RIND, anchor="lm")
