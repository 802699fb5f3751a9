"""A canvas for flat shapes; coordinates are those of the finished picture, 1200 x 800."""

from collections.abc import Sequence
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT = 1200, 800
# Pillow draws hard edges; drawing at twice the size and halving it smooths them.
SCALE = 2

COTTON, SILK, EBONY = "#ffffff", "#f6f2ec", "#211a24"
RIND, PROHUT, PALM, INDIGO, LAC = "#5a1746", "#f2b632", "#125a3a", "#1d4a80", "#a11a1f"
SKY, DUSK, SAND, EARTH, WOOD, DARK_WOOD = "#dfeaf0", "#f6dfb4", "#eadfce", "#c9a06a", "#a9825a", "#6e4a33"
LEAF, FIELD, WATER, WALL = "#7f9a4e", "#9db45f", "#8fb6bf", "#eee3d6"
SKINS = ("#b97a4f", "#a86b43", "#c68a5d", "#96593a")
HAIR = "#1c1518"

Point = tuple[float, float]


def mix(colour: str, other: str, share: float) -> str:
    """Return the colour `colour` with `share` (0 to 1) of the colour `other` in it, as #rrggbb."""
    pairs = zip(ImageColor.getrgb(colour)[:3], ImageColor.getrgb(other)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def darker(colour: str, share: float = 0.18) -> str:
    """Return a colour mixed with a share (0 to 1) of the darkest colour, as #rrggbb."""
    return mix(colour, EBONY, share)


def lighter(colour: str, share: float = 0.25) -> str:
    """Return a colour mixed with a share (0 to 1) of white, as #rrggbb."""
    return mix(colour, COTTON, share)


def smooth(corners: Sequence[Point], steps: int = 8) -> list[Point]:
    """Return points on a closed, smooth curve (Catmull-Rom) through the corners of a shape."""
    count = len(corners)
    curve: list[Point] = []
    for index in range(count):
        before, start, end, after = (corners[(index + shift) % count] for shift in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            x, y = (_between(*axis, t) for axis in zip(before, start, end, after, strict=True))
            curve.append((x, y))
    return curve


def around(x: float, y: float, size: float, *steps: Point) -> list[Point]:
    """Return the points at offsets from (x, y), each offset given as multiples of `size` to the right and down."""
    return [(x + size * right, y + size * down) for right, down in steps]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    """Return the value of a Catmull-Rom spline between b (t = 0) and c (t = 1); a and d are its neighbours."""
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def ring(centre: Point, radius: float, count: int, turn: float = 0.0) -> list[Point]:
    """Return `count` points spread evenly on a circle; `turn` in radians."""
    x, y = centre
    angles = (turn + 2 * pi * index / count for index in range(count))
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


class Canvas:
    """A canvas that is drawn at twice its size and halved, for smooth edges."""

    def __init__(self, ground: str = SILK) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        """Draw a filled polygon through the points on the canvas."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def blob(self, points: Sequence[Point], fill: str) -> None:
        """Draw on the canvas a filled shape with a smooth outline through the points."""
        self.polygon(smooth(points), fill)

    def box(self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0) -> None:
        """Draw on the canvas a filled rectangle, whose corners may be rounded."""
        corners = (x * SCALE, y * SCALE, (x + width) * SCALE - 1, (y + height) * SCALE - 1)
        self.pen.rounded_rectangle(corners, radius * SCALE, fill=fill)

    def oval(self, x: float, y: float, across: float, down: float, fill: str) -> None:
        """Draw on the canvas a filled ellipse about its centre; `across` and `down` are radii."""
        self.pen.ellipse(
            ((x - across) * SCALE, (y - down) * SCALE, (x + across) * SCALE, (y + down) * SCALE), fill=fill
        )

    def dot(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw on the canvas a filled circle about its centre."""
        self.oval(x, y, radius, radius, fill)

    def stroke(self, points: Sequence[Point], width: float, fill: str) -> None:
        """Draw on the canvas a line through the points, with round ends and joints."""
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill, round(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.dot(x, y, width / 2, fill)

    def check(self, points: Sequence[Point], colour: str, cell: float = 9, ground: str = COTTON) -> None:
        """Fill a shape on the canvas with a checked pattern (krama), `cell` wide, in a colour on a ground."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        left, top = (int(min(axis)) for axis in zip(*scaled, strict=True))
        right, bottom = (int(max(axis)) + 1 for axis in zip(*scaled, strict=True))
        size = (right - left, bottom - top)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        self.image.paste(woven(size, colour, round(cell * SCALE), ground), (left, top), mask)

    def jpeg(self) -> bytes:
        """Return the drawn canvas as a JPEG in bytes."""
        out = BytesIO()
        self.image.reduce(SCALE).save(out, "JPEG", quality=86, optimize=True, progressive=True)
        return out.getvalue()


def woven(size: tuple[int, int], colour: str, cell: int, ground: str) -> Image.Image:
    """Return a picture of a checked pattern (krama cloth), with stripes `cell` pixels wide."""
    width, height = size
    cloth = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(cloth)
    half = mix(ground, colour, 0.55)
    for y in range(0, height, 2 * cell):
        pen.rectangle((0, y, width, y + cell - 1), fill=half)
    for x in range(0, width, 2 * cell):
        pen.rectangle((x, 0, x + cell - 1, height), fill=half)
        for y in range(0, height, 2 * cell):
            pen.rectangle((x, y, x + cell - 1, y + cell - 1), fill=colour)
    return cloth
