"""Make the pictures of the README from those that `make shots` took, into docs/pictures/.

Run it after `make shots` (or `python tools/shots.py front article event-open organization series`).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PIL import Image

from tools.shots import REPOSITORY, SHOTS

TARGET = REPOSITORY / "docs" / "pictures"
GAP = 20
# Large enough to read the headings, small enough for a slow line: some 50 kB each.
QUALITY = 80


class Part(NamedTuple):
    """One screenshot and the size in pixels to which it is cut from its top, before it is reduced by `scale`."""

    shot: str
    width: int
    height: int
    scale: float


PICTURES = {
    "front-en": [Part("front-en-1280-light", 1280, 1000, 0.78)],
    "phone-km": [Part(f"{kind}-km-360-light", 360, 760, 0.83) for kind in ("front", "article", "event-open")],
    "night-and-day": [
        Part("organization-km-1280-dark", 1280, 960, 0.5),
        Part("series-en-1280-light", 1280, 960, 0.5),
    ],
}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, parts in PICTURES.items():
        target = TARGET / f"{name}.webp"
        side_by_side([cut(part) for part in parts]).save(target, quality=QUALITY, method=6)
        print(target, target.stat().st_size)


def cut(part: Part) -> Image.Image:
    """Return the top of one screenshot, reduced. Raises FileNotFoundError when `make shots` has not taken it."""
    with Image.open(Path(SHOTS) / "single" / f"{part.shot}.png") as whole:
        top = whole.convert("RGB").crop((0, 0, part.width, part.height))
    return top.resize((round(part.width * part.scale), round(part.height * part.scale)), Image.LANCZOS)


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Return one picture with these beside each other, on white."""
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    laid = Image.new("RGB", (width, max(picture.height for picture in pictures)), "white")
    left = 0
    for picture in pictures:
        laid.paste(picture, (left, 0))
        left += picture.width + GAP
    return laid


if __name__ == "__main__":
    main()
