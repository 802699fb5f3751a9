"""Scenes in rooms where people work together."""

from math import sin
from random import Random

from demo.drawings.brush import (
    COTTON,
    DARK_WOOD,
    EARTH,
    EBONY,
    INDIGO,
    LAC,
    PALM,
    PROHUT,
    RIND,
    SAND,
    SILK,
    SKINS,
    SKY,
    WALL,
    WOOD,
    Canvas,
    darker,
    lighter,
    mix,
)
from demo.drawings.people import Person, scarf, seated, somebody, standing


def room(c: Canvas, wall: str = WALL, floor: str = EARTH, horizon: float = 560) -> None:
    """Draw the wall and floor of a room on a demo picture's canvas, as its background."""
    c.box(0, 0, 1200, 800, wall)
    c.box(0, horizon, 1200, 800 - horizon, mix(floor, SAND, 0.35))
    c.box(0, horizon - 12, 1200, 12, darker(wall, 0.14))


def window(c: Canvas, x: float, y: float, width: float, height: float, outside: str = SKY) -> None:
    """Draw a window with hills behind it, as part of a room in a demo picture."""
    c.box(x - 10, y - 10, width + 20, height + 20, lighter(WOOD, 0.45))
    c.box(x, y, width, height, outside)
    ground = y + height
    c.polygon(
        [
            (x, ground),
            (x, ground - height * 0.22),
            (x + width * 0.3, ground - height * 0.32),
            (x + width * 0.65, ground - height * 0.2),
            (x + width, ground - height * 0.28),
            (x + width, ground),
        ],
        "#b8c68a",
    )
    c.box(x + width / 2 - 4, y, 8, height, lighter(WOOD, 0.45))
    c.box(x, y + height * 0.45, width, 8, lighter(WOOD, 0.45))


def rows_of_people(
    c: Canvas, rng: Random, brand_colour: str, rows: list[tuple[float, float, int]], men: int = 1
) -> None:
    """Draw rows of people on benches, seen from behind, as part of a demo picture.

    Each row is (edge of the bench, half a head, number of people).
    """
    for edge, size, count in rows:
        step = 1200 / count
        bald_spots = set(rng.sample(range(count), min(men, count)))
        for index in range(count):
            x = step * (index + 0.5) + rng.uniform(-step * 0.08, step * 0.08)
            seated(c, somebody(rng, brand_colour, man=index in bald_spots), x, edge, size)
        c.box(0, edge, 1200, size * 0.45, WOOD)
        c.box(0, edge + size * 0.45, 1200, size * 1.2, darker(WOOD, 0.22))


def classroom(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a class with its teacher at a board, for the demo."""
    room(c)
    window(c, 70, 90, 190, 300)
    c.box(380, 70, 540, 320, DARK_WOOD)
    c.box(392, 82, 516, 296, COTTON)
    kind = rng.randrange(3)
    if kind == 0:
        bars(c, rng, brand_colour)
    elif kind == 1:
        c.box(450, 120, 110, 220, EBONY, 16)
        c.box(460, 140, 90, 176, lighter(brand_colour, 0.75))
        lines_of_text(c, 610, 140, 250, 6, brand_colour)
    else:
        lines_of_text(c, 440, 120, 400, 6, brand_colour)
    teacher = Person(rng.choice(SKINS), brand_colour, "bun", None, RIND)
    standing(c, teacher, 1020, 640, 44, reach=(905, 250))
    rows_of_people(c, rng, brand_colour, [(560, 30, 8), (790, 52, 5)])


def bars(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw an invented bar chart, six bars of random heights, on the board of the demo's classroom."""
    for index in range(6):
        height = rng.randint(50, 210)
        c.box(450 + index * 70, 340 - height, 44, height, brand_colour if index % 2 else PROHUT)
    c.box(430, 340, 440, 5, EBONY)


def lines_of_text(c: Canvas, x: float, y: float, width: float, count: int, colour: str) -> None:
    """Draw bars that look like lines of text, on a paper or board in a demo picture."""
    c.box(x, y, width * 0.6, 22, colour)
    for index in range(1, count):
        c.box(x, y + 14 + index * 36, width * (0.96 if index % 3 else 0.7), 10, mix(colour, SAND, 0.65))


def computers(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of people at computers, for the demo."""
    room(c, "#e6e9e4", EARTH, 470)
    window(c, 130, 60, 250, 220)
    window(c, 820, 60, 250, 220)
    c.box(470, 80, 260, 170, COTTON)
    lines_of_text(c, 500, 105, 200, 4, brand_colour)
    for row, (edge, size, count) in enumerate([(520, 34, 4), (760, 54, 3)]):
        step = 1200 / count
        c.box(0, edge - size * 1.2, 1200, size * 0.35, lighter(WOOD, 0.2))
        for index in range(count):
            x = step * (index + 0.5) + (20 if row else -10)
            screen(c, rng, x, edge - size * 4.8, size, brand_colour)
            seated(c, somebody(rng, brand_colour, man=index == row), x - size * 1.15, edge + size * 0.6, size)
        c.box(0, edge + size * 0.6, 1200, size * 0.5, darker(WOOD, 0.1 + row * 0.1))
    c.box(0, 785, 1200, 15, darker(WOOD, 0.3))


def screen(c: Canvas, rng: Random, x: float, y: float, size: float, brand_colour: str) -> None:
    """Draw a computer's screen, as part of the demo's scene `computers`."""
    c.box(x, y, size * 3.6, size * 2.5, EBONY, size * 0.15)
    c.box(x + size * 0.16, y + size * 0.16, size * 3.28, size * 2.1, COTTON)
    c.box(x + size * 0.16, y + size * 0.16, size * 3.28, size * 0.42, brand_colour)
    for line in range(3):
        c.box(
            x + size * 0.5,
            y + size * (0.85 + line * 0.42),
            size * rng.uniform(1.6, 2.6),
            size * 0.16,
            "#cfc4cf",
        )
    c.box(x + size * 1.5, y + size * 2.5, size * 0.6, size * 1.1, "#4d4552")


def clinic(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a clinic with a nurse and people who wait, for the demo."""
    room(c, "#e3ece8", "#cfd6cf", 590)
    window(c, 90, 90, 230, 250)
    c.box(430, 110, 250, 190, COTTON)
    c.box(536, 140, 38, 130, PALM)
    c.box(490, 186, 130, 38, PALM)
    c.box(800, 100, 300, 26, WOOD)
    c.box(800, 230, 300, 26, WOOD)
    for index in range(7):
        c.box(
            815 + index * 40,
            126 - rng.choice((56, 44, 66)),
            28,
            60,
            rng.choice((brand_colour, PROHUT, SILK, INDIGO)),
            5,
        )
        c.box(815 + index * 40, 186, 28, 44, rng.choice((brand_colour, LAC, COTTON, PALM)), 5)
    c.box(250, 560, 720, 26, lighter(WOOD, 0.2))
    c.box(280, 586, 660, 214, darker(WOOD, 0.05))
    nurse = Person(rng.choice(SKINS), COTTON, "bun", None)
    facing(c, nurse, 610, 560, 50)
    c.box(520, 500, 180, 60, EBONY, 6)
    c.box(528, 508, 164, 52, "#6d6472")
    seated(c, somebody(rng, brand_colour), 330, 800, 66)
    seated(c, somebody(rng, brand_colour), 880, 800, 66)
    c.box(0, 790, 1200, 10, darker(WOOD, 0.3))


def facing(c: Canvas, who: Person, x: float, base: float, size: float) -> None:
    """Draw a person who faces the viewer across a desk, without a face, as part of a demo picture."""
    c.blob(
        [
            (x - size * 2, base),
            (x - size * 1.8, base - size * 1.9),
            (x, base - size * 2.6),
            (x + size * 1.8, base - size * 1.9),
            (x + size * 2, base),
            (x, base + size * 0.05),
        ],
        who.shirt,
    )
    c.stroke([(x, base - size * 3.1), (x, base - size * 2.3)], size * 0.75, darker(who.skin, 0.1))
    c.oval(x, base - size * 4.15, size * 1.08, size * 1.15, "#1c1518")
    c.oval(x, base - size * 3.9, size * 0.8, size * 1.05, who.skin)
    c.blob(
        [
            (x - size * 0.95, base - size * 4.1),
            (x - size * 0.6, base - size * 5.1),
            (x + size * 0.6, base - size * 5.1),
            (x + size * 0.95, base - size * 4.1),
            (x + size * 0.2, base - size * 4.6),
        ],
        "#1c1518",
    )
    if who.krama:
        scarf(c, who.krama, x, base - size * 2.7, size)


def meeting(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of people in a meeting at a table, for the demo."""
    room(c, "#ece2ea", EARTH, 470)
    window(c, 480, 60, 240, 200)
    for x in (120, 860):
        c.box(x, 90, 210, 150, COTTON)
        lines_of_text(c, x + 24, 112, 160, 4, brand_colour)
    for index in range(5):
        facing(c, somebody(rng, brand_colour, man=index == 3), 190 + index * 205, 490, 40)
    c.oval(600, 560, 560, 95, darker(WOOD, 0.15))
    c.oval(600, 545, 560, 92, lighter(WOOD, 0.2))
    for index in range(6):
        x = 240 + index * 145
        c.polygon(
            [
                (x, 530 + index % 2 * 40),
                (x + 74, 526 + index % 2 * 40),
                (x + 84, 562 + index % 2 * 40),
                (x - 6, 566 + index % 2 * 40),
            ],
            COTTON,
        )
    for index in range(4):
        seated(c, somebody(rng, brand_colour), 170 + index * 288, 800, 60)


def court(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a court with its judge, for the demo."""
    room(c, "#e8ddd2", "#9a6b4b", 600)
    for x in (90, 300, 820, 1030):
        c.box(x, 60, 80, 530, SILK)
        c.box(x - 14, 46, 108, 24, darker(SILK, 0.12))
        c.box(x - 14, 570, 108, 30, darker(SILK, 0.12))
    scales(c, 600, 110, brand_colour)
    c.box(410, 400, 380, 26, lighter(WOOD, 0.1))
    c.box(430, 426, 340, 170, DARK_WOOD)
    facing(c, Person(rng.choice(SKINS), EBONY, "bun", None), 600, 400, 38)
    c.box(470, 372, 70, 28, COTTON)
    standing(c, Person(rng.choice(SKINS), brand_colour, "tail", None, RIND), 440, 770, 38, reach=(540, 560))
    standing(c, somebody(rng, brand_colour), 730, 780, 38)
    c.box(0, 730, 300, 70, DARK_WOOD)
    c.box(900, 730, 300, 70, DARK_WOOD)


def scales(c: Canvas, x: float, y: float, colour: str) -> None:
    """Draw the scales of justice in a demo picture, as part of its scene `court`."""
    c.stroke([(x, y), (x, y + 110)], 10, PROHUT)
    c.stroke([(x - 110, y + 22 + 6 * sin(1)), (x + 110, y + 22 - 6 * sin(1))], 8, PROHUT)
    c.dot(x, y, 13, PROHUT)
    for side in (-110, 110):
        top = y + 22 - 6 * sin(1) * (1 if side > 0 else -1)
        c.stroke([(x + side - 36, top + 62), (x + side, top), (x + side + 36, top + 62)], 3, EBONY)
        c.polygon(
            [
                (x + side - 46, top + 62),
                (x + side + 46, top + 62),
                (x + side + 26, top + 84),
                (x + side - 26, top + 84),
            ],
            colour,
        )
