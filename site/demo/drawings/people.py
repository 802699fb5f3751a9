"""Figures of people at work, from behind or from far: nobody can be recognised."""

from dataclasses import dataclass
from random import Random

from demo.drawings.brush import HAIR, INDIGO, LAC, PALM, PROHUT, RIND, SKINS, Canvas, around, darker, mix, smooth

SHIRTS = (RIND, INDIGO, PALM, "#7a2232", "#d9ae4f", "#e9ddcd", "#4b4557", "#2f6b66", "#b8653b")
KRAMAS = (LAC, INDIGO, PALM, RIND)


@dataclass(frozen=True)
class Person:
    """A figure's colours and hair."""

    skin: str
    shirt: str
    hair: str  # bun, tail, long, bob or short
    krama: str | None = None
    skirt: str = RIND


def somebody(rng: Random, brand_colour: str, man: bool = False) -> Person:
    """Return the random look of a person to be drawn: skin, hair, and clothes, some in the organization's colour."""
    return Person(
        skin=rng.choice(SKINS),
        shirt=rng.choice((*SHIRTS, brand_colour, brand_colour, brand_colour)),
        hair="short" if man else rng.choice(("bun", "tail", "long", "bob", "bun")),
        krama=rng.choice((None, *KRAMAS, brand_colour)),
        skirt=rng.choice((RIND, INDIGO, PALM, "#7a2232", brand_colour)),
    )


def head(c: Canvas, who: Person, x: float, y: float, size: float) -> None:
    """Draw the back of a person's head in a demo picture; (x, y) is its centre, `size` its half width."""
    c.box(x - size * 0.36, y + size * 0.4, size * 0.72, size * 1.1, darker(who.skin, 0.1), size * 0.2)
    for side in (-1, 1):
        c.oval(x + side * size * 0.98, y + size * 0.15, size * 0.17, size * 0.27, who.skin)
    c.oval(x, y + size * 0.06, size * 0.95, size * 1.14, who.skin)
    hair(c, who, x, y, size)


def hair(c: Canvas, who: Person, x: float, y: float, size: float) -> None:
    """Draw the hair on a person's head in a demo picture; (x, y) is the head's centre, `size` its half width."""
    if who.hair == "long":
        fall = around(x, y, size, (0, -1.2), (1.05, -0.3), (0.98, 2.4), (0, 2.65), (-0.98, 2.4), (-1.05, -0.3))
        c.blob(fall, HAIR)
        return
    low = {"short": 0.45, "bob": 1.15}.get(who.hair, 0.8)
    cap = around(x, y, size, (0, -1.2), (1, -0.4), (0.86, low), (0, low + 0.18), (-0.86, low), (-1, -0.4))
    c.blob(cap, HAIR)
    if who.hair == "bun":
        c.dot(x, y - size * 1.2, size * 0.46, HAIR)
        c.stroke(around(x, y, size, (-0.3, -0.92), (0.3, -0.92)), size * 0.12, PROHUT)
    if who.hair == "tail":
        c.blob(around(x, y, size, (0, 0.3), (0.42, 1), (0.12, 2.3), (-0.42, 1)), HAIR)
        c.box(x - size * 0.3, y + size * 0.5, size * 0.6, size * 0.2, LAC, size * 0.1)


def seated(c: Canvas, who: Person, x: float, base: float, size: float) -> None:
    """Draw a person's head and shoulders from behind, at a desk in a demo picture.

    `base` is where the desk cuts the back, `size` half a head.
    """
    neck = base - size * 2.75
    wide = size * 2.05
    back = [
        (x - wide, base + size),
        (x - wide * 0.98, base - size * 1.2),
        (x - wide * 0.62, neck + size * 0.55),
        (x, neck + size * 0.25),
        (x + wide * 0.62, neck + size * 0.55),
        (x + wide * 0.98, base - size * 1.2),
        (x + wide, base + size),
    ]
    curve = [p for p in smooth(back) if p[1] <= base]
    c.polygon([(x - wide, base), *curve, (x + wide, base)], who.shirt)
    c.polygon(
        [
            (x + wide * 0.5, base),
            (x + wide * 0.74, neck + size * 0.75),
            *[p for p in curve if p[0] > x + wide * 0.74],
            (x + wide, base),
        ],
        darker(who.shirt, 0.12),
    )
    c.stroke([(x, neck - size * 0.6), (x, neck + size * 0.45)], size * 0.8, darker(who.skin, 0.1))
    if who.krama:
        scarf(c, who.krama, x, neck + size * 0.15, size)
    head(c, who, x, neck - size * 1.25, size)


def scarf(c: Canvas, colour: str, x: float, y: float, size: float) -> None:
    """Draw a krama about a person's neck in a demo picture, one end over the shoulder."""
    band = smooth(
        [
            (x - size * 1.05, y + size * 0.35),
            (x, y - size * 0.15),
            (x + size * 1.05, y + size * 0.35),
            (x + size * 0.95, y + size * 0.85),
            (x, y + size * 0.55),
            (x - size * 0.95, y + size * 0.85),
        ]
    )
    end = [
        (x + size * 0.45, y + size * 0.4),
        (x + size * 1.15, y + size * 0.5),
        (x + size * 1.3, y + size * 2.2),
        (x + size * 0.6, y + size * 2.2),
    ]
    c.check(end, colour, size * 0.15)
    c.check(band, colour, size * 0.15)


def standing(
    c: Canvas, who: Person, x: float, feet: float, size: float, *, reach: tuple[float, float] | None = None
) -> None:
    """Draw a whole person from behind in a demo picture, some 11.5 sizes tall; `reach` is where a raised hand is."""
    skirt(c, who, x, feet, size)
    hip, shoulder = feet - size * 5.2, feet - size * 8.6
    left, right = (x - size * 1.5, shoulder + size * 0.55), (x + size * 1.5, shoulder + size * 0.55)
    arm(c, who, left, (x - size * 1.75, hip + size * 0.1), size)
    if not reach:
        arm(c, who, right, (x + size * 1.75, hip + size * 0.1), size)
    c.blob(
        [
            (x - size * 1.5, shoulder + size * 0.3),
            (x, shoulder - size * 0.2),
            (x + size * 1.5, shoulder + size * 0.3),
            (x + size * 1.3, hip + size * 0.2),
            (x, hip + size * 0.35),
            (x - size * 1.3, hip + size * 0.2),
        ],
        who.shirt,
    )
    if reach:
        arm(c, who, right, reach, size)
    c.stroke([(x, shoulder - size * 0.8), (x, shoulder + size * 0.1)], size * 0.7, darker(who.skin, 0.1))
    if who.krama:
        scarf(c, who.krama, x, shoulder - size * 0.25, size * 0.95)
    head(c, who, x, shoulder - size * 1.6, size)


def skirt(c: Canvas, who: Person, x: float, feet: float, size: float) -> None:
    """Draw a person's feet and long sampot with a woven hem in a demo picture."""
    hip = feet - size * 5.2
    for side in (-1, 1):
        c.oval(x + side * size * 0.6, feet, size * 0.5, size * 0.2, darker(who.skin, 0.25))
    c.polygon(
        [
            (x - size * 1.3, hip),
            (x + size * 1.3, hip),
            (x + size * 1.65, feet - size * 0.1),
            (x - size * 1.65, feet - size * 0.1),
        ],
        who.skirt,
    )
    c.polygon(
        [
            (x - size * 1.6, feet - size * 0.75),
            (x + size * 1.6, feet - size * 0.75),
            (x + size * 1.65, feet - size * 0.1),
            (x - size * 1.65, feet - size * 0.1),
        ],
        mix(who.skirt, PROHUT, 0.75),
    )


def arm(c: Canvas, who: Person, shoulder: tuple[float, float], hand: tuple[float, float], size: float) -> None:
    """Draw a person's arm from shoulder to hand in a demo picture."""
    elbow = ((shoulder[0] + hand[0]) / 2 + size * 0.25, (shoulder[1] + hand[1]) / 2 + size * 0.25)
    c.stroke([shoulder, elbow, hand], size * 0.6, who.skin)
    c.stroke([shoulder, elbow], size * 0.85, darker(who.shirt, 0.07))


def far(c: Canvas, who: Person, x: float, feet: float, size: float, hat: bool = False) -> None:
    """Draw a small person in the landscape of a demo picture, 6 sizes tall."""
    c.polygon(around(x, feet, size, (-1, 0), (-0.62, -2.6), (0.62, -2.6), (1, 0)), who.skirt)
    c.box(x - size * 0.85, feet - size * 4.5, size * 1.7, size * 2.3, who.shirt, size * 0.5)
    for side in (-1, 1):
        c.stroke(around(x, feet, size, (side * 0.8, -4.1), (side * 1.15, -2.4)), size * 0.4, who.skin)
    c.dot(x, feet - size * 5.2, size * 0.68, HAIR)
    if hat:
        c.polygon(around(x, feet, size, (-1.5, -5.15), (0, -6.4), (1.5, -5.15)), "#e3c88f")
    elif who.krama:
        collar = around(x, feet, size, (-0.85, -4.6), (0.85, -4.6), (0.6, -4), (-0.6, -4))
        c.check(collar, who.krama, size * 0.16)
