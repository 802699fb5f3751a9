"""Scenes of cloth and its making: a loom, sewing, a pattern."""

from random import Random

from demo.drawings.brush import (
    COTTON,
    DARK_WOOD,
    DUSK,
    EBONY,
    INDIGO,
    LAC,
    PALM,
    PROHUT,
    RIND,
    SKINS,
    WOOD,
    Canvas,
    darker,
    lighter,
    mix,
)
from demo.drawings.indoors import room, window
from demo.drawings.people import Person, arm, seated, somebody


def cloth(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the demo scene of a silk pattern that fills the whole picture."""
    woven_diamonds(c, rng, 0, 0, 1200, 800, brand_colour)


def loom(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a weaver at her loom, for the demo."""
    room(c, "#efe2cf", "#b98f63", 600)
    window(c, 880, 80, 220, 260, DUSK)
    for x in (150, 760):
        c.box(x, 130, 34, 560, DARK_WOOD)
    c.box(120, 130, 700, 34, DARK_WOOD)
    c.box(130, 300, 680, 22, darker(WOOD, 0.2))
    for index in range(56):
        x = 196 + index * 10
        c.stroke([(x, 164), (x, 560)], 3, PROHUT if index % 7 == 3 else mix(brand_colour, COTTON, 0.25))
    woven_diamonds(c, rng, 190, 400, 570, 190, brand_colour)
    c.box(170, 384, 610, 20, WOOD)
    c.box(140, 590, 660, 30, DARK_WOOD)
    weaver = Person(rng.choice(SKINS), rng.choice((INDIGO, RIND, PALM)), "bun", brand_colour)
    arm(c, weaver, (390, 560), (300, 400), 70)
    arm(c, weaver, (570, 560), (650, 400), 70)
    seated(c, weaver, 480, 800, 72)
    for index, colour in enumerate((brand_colour, PROHUT, LAC, PALM)):
        basket_of_yarn(c, 900 + index * 72, 690, 34, colour)


def basket_of_yarn(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Draw a basket with a ball of yarn, as part of the demo's scene `loom`."""
    c.dot(x, y, size, colour)
    for turn in (-0.5, 0, 0.5):
        c.stroke(
            [(x - size * 0.7, y + turn * size - 6), (x + size * 0.7, y + turn * size + 8)],
            3,
            lighter(colour, 0.35),
        )
    c.polygon(
        [
            (x - size * 1.05, y + 8),
            (x + size * 1.05, y + 8),
            (x + size * 0.8, y + size * 1.5),
            (x - size * 0.8, y + size * 1.5),
        ],
        "#b08a52",
    )


def woven_diamonds(c: Canvas, rng: Random, x: float, y: float, width: float, height: float, brand_colour: str) -> None:
    """Draw stepped diamonds as in ikat silk, in cells of five pixels, in a rectangle of a demo picture."""
    cell, repeat = 5, rng.choice((14, 18, 20))
    ground = darker(brand_colour, 0.45)
    tones = (ground, ground, brand_colour, mix(brand_colour, PROHUT, 0.85), LAC, COTTON)
    c.box(x, y, width, height, ground)
    for row in range(int(height / cell)):
        for column in range(int(width / cell)):
            away = abs(column % (2 * repeat) - repeat) + abs(row % (2 * repeat) - repeat)
            tone = tones[away * len(tones) // (2 * repeat + 1)]
            if tone != ground:
                c.box(x + column * cell, y + row * cell, cell, cell, tone)


def sewing(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of people at sewing machines, for the demo."""
    room(c, "#e7e4ee", "#b9b2bd", 450)
    for x in range(60, 1200, 240):
        c.box(x, 40, 150, 12, PROHUT)
    for row, (edge, size, count) in enumerate([(470, 32, 5), (740, 54, 3)]):
        step = 1200 / count
        for index in range(count):
            middle = step * (index + 0.5)
            c.box(middle - step * 0.42, edge - size * 1.3, step * 0.84, size * 0.4, WOOD)
            sewing_machine(c, middle + size * 1.2, edge - size * 1.3, size, rng.choice((INDIGO, PALM, RIND)))
            c.blob(
                [
                    (middle - size * 0.4, edge - size * 1.3),
                    (middle - size * 2.2, edge - size * 1.9),
                    (middle - size * 3, edge - size * 1.2),
                    (middle - size * 2.4, edge + size * 0.5),
                ],
                rng.choice((brand_colour, PROHUT, LAC, brand_colour)),
            )
            seated(c, somebody(rng, brand_colour), middle - size * 0.6, edge + size * 0.9, size)
        c.box(0, edge + size * 0.9, 1200, size * 0.4, darker("#b9b2bd", 0.15 + row * 0.15))


def sewing_machine(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Draw a sewing machine, as part of the demo's scene `sewing`."""
    c.box(x, y - size * 0.4, size * 2.6, size * 0.4, colour)
    c.box(x + size * 1.9, y - size * 1.7, size * 0.7, size * 1.5, colour, size * 0.2)
    c.box(x + size * 0.1, y - size * 1.9, size * 2.3, size * 0.6, colour, size * 0.2)
    c.box(x + size * 0.35, y - size * 1.4, size * 0.2, size, EBONY)
    c.dot(x + size * 2.65, y - size * 1.5, size * 0.42, darker(colour, 0.35))
