"""Write the outlines of the wordmark, the page's language first: `wordmark.py NODE_MODULES`."""

import argparse
import io
from math import ceil
from pathlib import Path

import uharfbuzz as hb
from fontTools.misc.transform import Transform
from fontTools.pens.basePen import BasePen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parents[2] / "site/portal/templates/components/wordmark"

KHMER = ("@fontsource/noto-serif-khmer/files/noto-serif-khmer-khmer-600-normal.woff2", "នារី", 30)
# The way to the Khmer pages, as an outline: one word must not fetch the Khmer font on an English page.
SWITCH = ("@fontsource/noto-serif-khmer/files/noto-serif-khmer-khmer-600-normal.woff2", "ខ្មែរ", 17)
LATIN = ("@fontsource/literata/files/literata-latin-600-normal.woff2", "Neary", 28)

SQUARE = 30
GAP = 10
TOP = 30
DEPTH = 8
CHECK = (
    '<path opacity=".55" d="M0-22h30v6H0zM0-10h30v6H0zM0 2h30v6H0z"/>'
    '<path opacity=".55" d="M0-22v30h6v-30zM12-22v30h6v-30zM24-22v30h6v-30z"/>'
)


class RelativePen(BasePen):
    """Writes SVG path data in whole tenths of a unit, each point from the last: half the bytes."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.commands: list[str] = []
        self.at = (0, 0)

    def _write(self, command: str, *points: tuple[float, float]) -> None:
        tenths = [(round(x * 10), round(y * 10)) for x, y in points]
        steps = [str(value) for x, y in tenths for value in (x - self.at[0], y - self.at[1])]
        self.commands.append(command + " ".join(steps).replace(" -", "-"))
        self.at = tenths[-1]

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._write("m", point)
        self.start = self.at

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._write("l", point)

    def _qCurveToOne(self, control: tuple[float, float], point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._write("q", control, point)

    def _closePath(self) -> None:  # noqa: N802 - fontTools' name
        self.commands.append("z")
        self.at = self.start


def draw_word(pen: RelativePen, font: TTFont, text: str, size: float, x: float) -> float:
    """Draw `text` at `size` units from `x` on; give where it ends."""
    out, scale, glyphs = io.BytesIO(), size / font["head"].unitsPerEm, font.getGlyphSet()
    font.flavor = None
    font.save(out)
    shaper, buffer = hb.Font(hb.Face(out.getvalue())), hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(shaper, buffer)
    for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        place = Transform(scale, 0, 0, -scale, x + at.x_offset * scale, -at.y_offset * scale)
        recording = DecomposingRecordingPen(glyphs)
        glyphs[font.getGlyphOrder()[info.codepoint]].draw(recording)
        recording.replay(TransformPen(pen, place))
        x += at.x_advance * scale
    return x


def wordmark(node_modules: Path, words: list[tuple[str, str, int]]) -> str:
    x, pen = SQUARE, RelativePen(None)
    for source, text, size in words:
        x = draw_word(pen, TTFont(node_modules / source), text, size, x + GAP)
    width, height = ceil(x), TOP + DEPTH
    return (
        f'<svg class="wordmark" viewBox="0 -{TOP} {width} {height}" width="{width}" height="{height}" '
        f'fill="currentColor" aria-hidden="true">{CHECK}'
        f'<path transform="scale(.1)" d="{"".join(pen.commands)}"/></svg>\n'
    )


def switch(node_modules: Path) -> str:
    source, text, size = SWITCH
    pen = RelativePen(None)
    width = ceil(draw_word(pen, TTFont(node_modules / source), text, size, 0))
    return (
        f'<svg viewBox="0 -18 {width} 28" width="{width}" height="28" fill="currentColor" aria-hidden="true">'
        f'<path transform="scale(.1)" d="{"".join(pen.commands)}"/></svg>\n'
    )


def main(node_modules: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    drawings = {
        "km": wordmark(node_modules, [KHMER, LATIN]),
        "en": wordmark(node_modules, [LATIN, KHMER]),
        "switch": switch(node_modules),
    }
    for name, markup in drawings.items():
        (TARGET / f"{name}.html").write_text(markup)
        print(f"{name}.html: {len(markup)} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("node_modules", type=Path)
    main(parser.parse_args().node_modules)
