"""Square logos of the invented organizations: one sign in white on the organization's colour."""

from __future__ import annotations

from io import BytesIO
from math import sin

from PIL import Image, ImageDraw

from demo.drawings.brush import COTTON, ring, woven

SIDE = 480
# Drawn at twice the size and halved, for smooth edges.
DRAWN = 2 * SIDE
MIDDLE = DRAWN / 2


def logo(mark: str, colour: str) -> bytes:
    """Return the named drawing in a colour as a demo organization's logo, a JPEG of 480 x 480 pixels.

    Raises KeyError for a mark that nobody has drawn.
    """
    image = Image.new("RGB", (DRAWN, DRAWN), colour)
    MARKS[mark](ImageDraw.Draw(image), colour, image)
    out = BytesIO()
    image.reduce(2).save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()


def _square(pen: ImageDraw.ImageDraw, half: float, fill: str) -> None:
    """Draw a square that stands on its corner, `half` from the middle to each corner."""
    pen.polygon(ring((MIDDLE, MIDDLE), half, 4), fill=fill)


def diamonds(pen: ImageDraw.ImageDraw, colour: str, image: Image.Image) -> None:
    """Draw a demo logo: squares inside each other, each on its corner."""
    for step, half in enumerate((390, 320, 250, 180, 110, 45)):
        _square(pen, half, COTTON if step % 2 == 0 else colour)


def check(pen: ImageDraw.ImageDraw, colour: str, image: Image.Image) -> None:
    """Draw a demo logo: a checked pattern (krama cloth)."""
    image.paste(woven((640, 640), colour, 64, COTTON), (160, 160))


def waves(pen: ImageDraw.ImageDraw, colour: str, image: Image.Image) -> None:
    """Draw a demo logo: three waves."""
    for row in range(3):
        points = [(x, 300 + row * 180 + 60 * sin(x / 76)) for x in range(120, 841, 8)]
        pen.line(points, COTTON, 64, joint="curve")


def scales(pen: ImageDraw.ImageDraw, colour: str, image: Image.Image) -> None:
    """Draw a demo logo: the scales of justice."""
    pen.line([(MIDDLE, 180), (MIDDLE, 780)], COTTON, 48)
    pen.line([(190, 260), (770, 260)], COTTON, 48)
    pen.line([(320, 790), (640, 790)], COTTON, 48)
    for x in (230, 730):
        pen.pieslice((x - 130, 330, x + 130, 590), 0, 180, COTTON)


def cross(pen: ImageDraw.ImageDraw, colour: str, image: Image.Image) -> None:
    """Draw a demo logo: a cross."""
    pen.rectangle((400, 190, 560, 770), COTTON)
    pen.rectangle((190, 400, 770, 560), COTTON)


def roof(pen: ImageDraw.ImageDraw, colour: str, image: Image.Image) -> None:
    """Draw a demo logo: a house with a roof on columns."""
    pen.polygon([(130, 430), (480, 190), (830, 430)], COTTON)
    for x in (220, 370, 520, 670):
        pen.rectangle((x, 480, x + 70, 720), COTTON)
    pen.rectangle((160, 750, 800, 800), COTTON)


def pixels(pen: ImageDraw.ImageDraw, colour: str, image: Image.Image) -> None:
    """Draw a demo logo: a figure made of pixels."""
    for row, line in enumerate(("..#..", ".###.", "#####", "..#..", ".#.#.")):
        for column, sign in enumerate(line):
            if sign == "#":
                pen.rectangle((155 + column * 132, 155 + row * 132, 271 + column * 132, 271 + row * 132), COTTON)


def arrow(pen: ImageDraw.ImageDraw, colour: str, image: Image.Image) -> None:
    """Draw a demo logo: an arrow that goes up by a step."""
    pen.line([(180, 640), (480, 640), (480, 340), (640, 340)], COTTON, 92, joint="curve")
    pen.polygon([(630, 190), (820, 340), (630, 490)], COTTON)


def circle(pen: ImageDraw.ImageDraw, colour: str, image: Image.Image) -> None:
    """Draw a demo logo: a ring of eight dots."""
    for x, y in ring((MIDDLE, MIDDLE), 270, 8):
        pen.ellipse((x - 78, y - 78, x + 78, y + 78), COTTON)


def steps(pen: ImageDraw.ImageDraw, colour: str, image: Image.Image) -> None:
    """Draw a demo logo: four rising steps."""
    for step in range(4):
        pen.rectangle((170 + step * 160, 650 - step * 140, 310 + step * 160, 790), COTTON)


MARKS = {
    "arrow": arrow,
    "check": check,
    "circle": circle,
    "cross": cross,
    "diamonds": diamonds,
    "pixels": pixels,
    "roof": roof,
    "scales": scales,
    "steps": steps,
    "waves": waves,
}
