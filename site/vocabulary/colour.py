"""Brand colours: shades of an organization's colour that can be read on light and on dark grounds."""

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from coloraide import Color

# Cotton and silk, by day and by night, and the ebony of each: the tokens of neary.css.
LIGHT_GROUNDS = (Color("#fff"), Color("#f6f2ec"))
DARK_GROUNDS = (Color("#171319"), Color("#221c25"))
LIGHT_EBONY, DARK_EBONY = "#211a24", "#f1ebef"
MANGOSTEEN = "#5a1746"

# WCAG 2.2, success criterion 1.4.6 (level AAA, normal text).
LEAST_CONTRAST = 7.0
# In OKLCH's units; 0 is grey.
LEAST_CHROMA, MOST_CHROMA = 0.03, 0.13
DARK_START = 0.60
STEPS = [hundredth / 100 for hundredth in range(101)]


class BrandShades(NamedTuple):
    """The two shades of a colour, `#rrggbb`: one for light grounds and one for dark grounds."""

    light: str
    dark: str


def brand_shades(colour: str) -> BrandShades:
    """Return a CSS colour's readable shades (contrast 7:1) for light and dark pages, or raise ValueError for no colour.

    The hue stays; lightness moves in OKLCH in steps of a hundredth. Raises ValueError when `colour` is no colour.
    """
    chosen = Color(colour).convert("oklch")
    lightness = chosen["lightness"]
    darker = (lightness - step for step in STEPS)
    lighter = (max(lightness, DARK_START) + step for step in STEPS)
    return BrandShades(
        first_readable(shades(chosen, darker), LIGHT_GROUNDS) or LIGHT_EBONY,
        first_readable(shades(chosen, lighter), DARK_GROUNDS) or DARK_EBONY,
    )


def contrasts(readable: BrandShades) -> tuple[float, float]:
    """Return the least contrast of two shades with the page's grounds, by day and by night (WCAG 2.2's ratio to 1)."""
    by_day = min(Color(readable.light).contrast(ground) for ground in LIGHT_GROUNDS)
    by_night = min(Color(readable.dark).contrast(ground) for ground in DARK_GROUNDS)
    return by_day, by_night


def shades(chosen: Color, lightnesses: Iterable[float]) -> Iterator[Color]:
    """Yield the chosen colour's hue at each lightness from 0 to 1, as sRGB colours."""
    # Grey, black and white have no hue: they get that of the portal's own colour.
    hue = Color(MANGOSTEEN).convert("oklch")["hue"] if chosen.is_achromatic() else chosen["hue"]
    chroma = min(max(chosen["chroma"], LEAST_CHROMA), MOST_CHROMA)
    for lightness in takewhile(lambda value: 0 <= value <= 1, lightnesses):
        shade = Color("oklch", [lightness, chroma, hue])
        # Rounded to eight bits a channel, so that the contrast is measured with the stored colour.
        yield Color(shade.fit("srgb", method="oklch-chroma").convert("srgb").to_string(hex=True))


def first_readable(candidates: Iterable[Color], grounds: tuple[Color, ...]) -> str | None:
    """Return the first colour with enough contrast on all backgrounds `grounds`, as `#rrggbb`, or None."""
    for candidate in candidates:
        if all(candidate.contrast(ground) >= LEAST_CONTRAST for ground in grounds):
            return candidate.to_string(hex=True)
    return None
