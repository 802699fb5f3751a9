"""Cut Neary's two web fonts from the open fonts: `cut.py NODE_MODULES`.

Fails when the cut Khmer font shapes a syllable differently from the full one, or when a file is too heavy.
"""

import argparse
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from shaping import differences

FONTS = Path(__file__).resolve().parents[2] / "site/portal/static/fonts"

KHMER = [
    *range(0x1780, 0x17DE),
    *range(0x17E0, 0x17EA),
    *range(0x17F0, 0x17FA),
    *range(0x19E0, 0x1A00),
    *range(0x200B, 0x200E),
    0x25CC,
]
KHMER_FEATURES = "abvf abvm abvs blwf blwm blws ccmp clig dist liga locl mark mkmk pref pres pstf psts rclt"
HEADINGS = "".join(map(chr, range(0x20, 0x7F))).translate(str.maketrans("", "", '"<>[]\\^_`{|}~')) + "–—‘’“”…·é"


@dataclass(frozen=True)
class Cut:
    """One font to make: its source below node_modules, what is kept of it, its most weight in bytes."""

    source: str
    licence: str
    name: str
    characters: list[int]
    features: list[str]
    weights: tuple[int, int] | None
    budget: int


CUTS = [
    Cut(
        source="@fontsource-variable/noto-sans-khmer/files/noto-sans-khmer-khmer-wght-normal.woff2",
        licence="@fontsource-variable/noto-sans-khmer/LICENSE",
        name="neary-khmer",
        characters=KHMER,
        features=KHMER_FEATURES.split(),
        weights=(400, 600),
        budget=30_000,
    ),
    Cut(
        source="@fontsource/literata/files/literata-latin-600-normal.woff2",
        licence="@fontsource/literata/LICENSE",
        name="neary-latin",
        characters=[ord(c) for c in HEADINGS],
        features=["kern"],
        weights=None,
        budget=10_000,
    ),
]


def cut(source: Path, cut: Cut) -> TTFont:
    """The smaller font, without hinting and without the tables that a browser can do without."""
    font = TTFont(source, recalcTimestamp=False)
    if cut.weights:
        # Read back once: the subsetter misses the empty variations that the instancer leaves out in memory.
        font = TTFont(io.BytesIO(sfnt(instantiateVariableFont(font, {"wght": cut.weights}))), recalcTimestamp=False)
    options = Options()
    options.layout_features = cut.features
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [1, 2, 13, 14]
    options.drop_tables += ["STAT", "HVAR", "gasp", "prep", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=cut.characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def sfnt(font: TTFont) -> bytes:
    """The font's bytes uncompressed, as the shaping engine reads them."""
    out, flavor = io.BytesIO(), font.flavor
    font.flavor = None
    font.save(out, reorderTables=None)
    font.flavor = flavor
    return out.getvalue()


def main(node_modules: Path) -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    for each in CUTS:
        font = cut(node_modules / each.source, each)
        if each.weights:
            full = sfnt(TTFont(node_modules / each.source))
            if wrong := differences(full, sfnt(font), each.weights):
                raise SystemExit(f"{each.name}: shaped differently from the full font: {wrong}")
        target = FONTS / f"{each.name}.woff2"
        font.save(target)
        shutil.copyfile(node_modules / each.licence, FONTS / f"{each.name}.LICENSE.txt")
        size = target.stat().st_size
        print(f"{target.name}: {len(font.getGlyphOrder())} glyphs, {size} bytes")
        if size > each.budget:
            raise SystemExit(f"{each.name}: more than its budget of {each.budget} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("node_modules", type=Path)
    main(parser.parse_args().node_modules)
