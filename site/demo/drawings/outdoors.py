"""Scenes outdoors, with people at work."""

from random import Random

from demo.drawings.brush import (
    COTTON,
    DARK_WOOD,
    DUSK,
    EARTH,
    EBONY,
    FIELD,
    INDIGO,
    LAC,
    LEAF,
    PALM,
    PROHUT,
    RIND,
    SAND,
    SILK,
    SKY,
    WATER,
    WOOD,
    Canvas,
    around,
    darker,
    lighter,
    mix,
    ring,
)
from demo.drawings.people import far, somebody, standing


def sugar_palm(c: Canvas, x: float, foot: float, height: float) -> None:
    """Draw a sugar palm, as part of a demo picture."""
    c.polygon(
        [
            (x - height * 0.028, foot),
            (x - height * 0.014, foot - height),
            (x + height * 0.014, foot - height),
            (x + height * 0.028, foot),
        ],
        "#5d4a3c",
    )
    for near, tone in ((1.0, "#2f4a38"), (0.72, "#40604a")):
        tips = ring((x, foot - height), height * 0.24 * near, 15, 0.1)
        for tip in tips:
            if tip[1] < foot - height * 0.86:
                c.stroke([(x, foot - height), tip], height * 0.042 * near, tone)
    c.dot(x, foot - height, height * 0.1, "#2f4a38")


def stilt_house(c: Canvas, x: float, foot: float, size: float, wall: str, lit: bool = False) -> None:
    """Draw a house on stilts, as part of a demo picture; `lit` puts light into its windows."""
    for post in (0.08, 0.36, 0.64, 0.9):
        c.box(x + size * post, foot - size * 0.42, size * 0.045, size * 0.42, DARK_WOOD)
    c.box(x, foot - size * 0.45, size, size * 0.06, DARK_WOOD)
    c.box(x + size * 0.05, foot - size * 0.85, size * 0.9, size * 0.42, wall)
    for pane in (0.16, 0.62):
        c.box(x + size * pane, foot - size * 0.76, size * 0.2, size * 0.22, PROHUT if lit else darker(wall, 0.4))
    c.box(x + size * 0.42, foot - size * 0.78, size * 0.14, size * 0.35, darker(wall, 0.3))
    c.polygon(around(x, foot, size, (-0.1, -0.82), (0.16, -1.2), (0.84, -1.2), (1.1, -0.82)), "#8c4a35")
    c.polygon(around(x, foot, size, (0.16, -1.2), (0.5, -1.36), (0.84, -1.2)), "#743b2b")
    for step in range(5):
        left, top = x + size * (0.4 - step * 0.035), foot - size * (0.4 - step * 0.085)
        c.box(left, top, size * 0.18, size * 0.025, WOOD)


def hills(c: Canvas, rng: Random, y: float, colour: str) -> None:
    """Draw a row of hills, as part of a demo picture."""
    for index in range(5):
        c.oval(index * 300 + rng.uniform(-80, 80), y + 40, rng.uniform(180, 300), rng.uniform(70, 140), colour)


def sky(c: Canvas, rng: Random, evening: bool) -> None:
    """Draw the sky with sun and clouds, by day or evening, as the ground of a demo picture."""
    c.box(0, 0, 1200, 800, DUSK if evening else SKY)
    c.dot(rng.uniform(760, 1040), rng.uniform(130, 210), 62, PROHUT if evening else "#f6d98f")
    for _ in range(3):
        x, y = rng.uniform(60, 1000), rng.uniform(60, 200)
        c.box(x, y, rng.uniform(120, 220), 20, lighter(DUSK if evening else SKY, 0.6), 10)
        c.box(x + 36, y - 15, rng.uniform(70, 120), 20, lighter(DUSK if evening else SKY, 0.6), 10)


def rice_fields(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of rice fields with people at work, for the demo."""
    sky(c, rng, rng.random() < 0.5)
    hills(c, rng, 330, "#a9bb8c")
    c.box(0, 350, 1200, 450, FIELD)
    for row in range(7):
        y = 372 + row * row * 9
        c.box(0, y, 1200, 5 + row * 2, darker(FIELD, 0.12))
        for tuft in range(0, 1200, 26 + row * 6):
            height = 10 + row * 6
            c.stroke([(tuft + row * 9, y), (tuft + row * 9 + 5, y - height)], 2 + row * 0.6, LEAF)
    stilt_house(c, 120, 380, 150, "#d9b88b")
    for x, height in ((60, 250), (330, 210), (1130, 270)):
        sugar_palm(c, x, 385, height)
    for x, feet, size in ((480, 500, 17), (640, 530, 20), (800, 505, 18), (990, 560, 23)):
        far(c, somebody(rng, brand_colour), x + rng.uniform(-25, 25), feet, size, hat=True)
    c.check([(0, 800), (0, 742), (1200, 700), (1200, 800)], brand_colour, 13)


def river(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a river with boats, for the demo."""
    sky(c, rng, True)
    hills(c, rng, 340, "#b7a98a")
    c.box(0, 360, 1200, 440, WATER)
    for _ in range(26):
        x, y = rng.uniform(-40, 1160), rng.uniform(385, 780)
        c.box(x, y, rng.uniform(60, 190), 5, lighter(WATER, 0.35), 2)
    stilt_house(c, 60, 400, 170, "#c99f74")
    stilt_house(c, 290, 392, 120, "#b98f63")
    sugar_palm(c, 1090, 372, 230)
    for x, y, size in ((640, 470, 0.7), (300, 590, 1.0), (780, 690, 1.35)):
        boat(c, rng, x, y, size, brand_colour)


def boat(c: Canvas, rng: Random, x: float, y: float, size: float, brand_colour: str) -> None:
    """Draw a boat with two people, as part of the demo's scene `river`."""
    far(c, somebody(rng, brand_colour), x + 110 * size, y + 12 * size, 24 * size, hat=True)
    far(c, somebody(rng, brand_colour), x + 230 * size, y + 12 * size, 24 * size, hat=rng.random() < 0.5)
    c.stroke([(x + 255 * size, y - 90 * size), (x + 330 * size, y + 70 * size)], 6 * size, DARK_WOOD)
    c.polygon(
        [
            (x - 40 * size, y - 26 * size),
            (x + 20 * size, y),
            (x + 330 * size, y),
            (x + 390 * size, y - 30 * size),
            (x + 320 * size, y + 44 * size),
            (x + 40 * size, y + 44 * size),
        ],
        DARK_WOOD,
    )
    c.polygon(
        [
            (x + 6 * size, y + 6 * size),
            (x + 346 * size, y + 2 * size),
            (x + 338 * size, y + 16 * size),
            (x + 14 * size, y + 18 * size),
        ],
        brand_colour,
    )


def market(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a market with stalls, for the demo."""
    c.box(0, 0, 1200, 800, "#f3e6d2")
    c.box(0, 520, 1200, 280, "#d9bf9c")
    for index in range(4):
        left, cloth = index * 300 + 8, (brand_colour, PROHUT, INDIGO, LAC)[(index + rng.randrange(2)) % 4]
        for post in (16, 268):
            c.box(left + post, 120, 12, 420, DARK_WOOD)
        for stripe in range(8):
            x = left + stripe * 36
            c.polygon([(x, 180), (x + 36, 180), (x + 31, 90), (x + 5, 90)], cloth if stripe % 2 else COTTON)
            c.oval(x + 18, 180, 18, 17, cloth if stripe % 2 else COTTON)
        stall(c, rng, left + 6, 400, brand_colour)
    for x, feet in ((250, 790), (590, 770), (930, 795)):
        standing(c, somebody(rng, brand_colour), x + rng.uniform(-40, 40), feet, 37)


def stall(c: Canvas, rng: Random, x: float, y: float, brand_colour: str) -> None:
    """Draw a stall with goods, as part of the demo's scene `market`."""
    c.box(x, y, 280, 24, WOOD)
    c.check(
        [(x, y + 24), (x + 280, y + 24), (x + 280, y + 130), (x, y + 130)],
        rng.choice((brand_colour, RIND, PALM)),
        12,
    )
    goods = rng.choice(((LAC, "#cf5a3a"), (PALM, LEAF), (PROHUT, "#d98e2b"), (RIND, "#8a4a78")))
    for heap in range(3):
        centre = x + 52 + heap * 88
        for row in range(3):
            for fruit in range(3 - row):
                c.dot(centre + (fruit - (2 - row) / 2) * 26, y - 14 - row * 22, 14, goods[(fruit + row) % 2])


def school_road(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of the road to a school, with cyclists, for the demo."""
    sky(c, rng, False)
    hills(c, rng, 360, "#9fb68a")
    c.box(0, 380, 1200, 420, "#a9bd6b")
    c.box(730, 230, 400, 160, "#f0d9a5")
    c.polygon([(700, 236), (760, 170), (1100, 170), (1160, 236)], "#8c4a35")
    for index in range(6):
        c.box(760 + index * 60, 280, 34, 54, INDIGO if index != 2 else DARK_WOOD)
    c.stroke([(680, 390), (680, 150)], 8, EBONY)
    c.box(684, 156, 74, 46, brand_colour)
    c.polygon([(560, 800), (1180, 800), (900, 390), (850, 390)], "#dcb98a")
    for x, height in ((90, 300), (240, 240), (420, 200)):
        sugar_palm(c, x, 420, height)
    for x, feet, size in ((560, 640, 24), (800, 560, 17), (960, 690, 28), (855, 460, 11)):
        cyclist(c, somebody(rng, brand_colour), x, feet, size)


def cyclist(c: Canvas, who, x: float, feet: float, size: float) -> None:
    """Draw a person on a bicycle, as part of the demo's scene `school_road`."""
    far(c, who, x, feet - size * 0.6, size * 0.95)
    c.oval(x, feet, size * 0.22, size * 1.35, EBONY)
    c.stroke([(x - size * 0.9, feet - size * 2.5), (x + size * 0.9, feet - size * 2.5)], size * 0.25, EBONY)
    c.box(x - size * 0.6, feet - size * 4.3, size * 1.2, size * 1.5, mix(who.skirt, PROHUT, 0.5), size * 0.2)


def safe_house(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a house with lit windows at night, for the demo."""
    c.box(0, 0, 1200, 800, "#33304f")
    c.dot(rng.uniform(180, 420), 150, 54, "#f6e7bd")
    for _ in range(40):
        c.dot(rng.uniform(0, 1200), rng.uniform(0, 400), rng.uniform(1.2, 3), "#d9d3ee")
    hills(c, rng, 470, "#2a2a45")
    c.box(0, 500, 1200, 300, "#3c4a3d")
    c.polygon([(430, 800), (780, 800), (760, 560), (700, 560)], "#7c6a52")
    stilt_house(c, 520, 620, 400, mix("#d9b88b", brand_colour, 0.2), lit=True)
    sugar_palm(c, 150, 560, 330)
    sugar_palm(c, 1080, 540, 300)
    for x in range(0, 480, 46):
        fence_post(c, x)
    standing(c, somebody(rng, brand_colour), 560, 790, 26)
    standing(c, somebody(rng, brand_colour), 645, 785, 24)


def fence_post(c: Canvas, x: float) -> None:
    """Draw a post of a fence, as part of the demo's scene `safe_house`."""
    c.box(x, 610, 16, 110, "#9d8a6d")
    c.box(x - 16, 640, 50, 10, "#8a785d")
    c.box(x - 16, 685, 50, 10, "#8a785d")


def crossroads(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a crossroads with a signpost and a van, for the demo."""
    sky(c, rng, True)
    hills(c, rng, 400, "#b9ab80")
    c.box(0, 420, 1200, 380, "#c4b376")
    c.polygon([(120, 800), (760, 800), (560, 420), (520, 420)], "#8f8791")
    c.polygon([(430, 800), (460, 800), (543, 430), (538, 430)], COTTON)
    c.box(880, 200, 16, 420, DARK_WOOD)
    for index, (side, colour) in enumerate(((1, brand_colour), (-1, INDIGO), (1, PALM))):
        y = 220 + index * 86
        near, tip = 888 - side * 30, 888 + side * 200
        c.polygon(
            [(near, y), (tip - side * 34, y), (tip, y + 32), (tip - side * 34, y + 64), (near, y + 64)],
            colour,
        )
        c.box(min(near, tip - side * 60) + 28, y + 27, 120, 10, lighter(colour, 0.7))
    van(c, 300, 470, brand_colour)
    standing(c, somebody(rng, brand_colour), 960, 780, 34)
    standing(c, somebody(rng, brand_colour), 1075, 775, 32)
    c.box(1125, 705, 62, 70, RIND, 8)
    sugar_palm(c, 90, 440, 280)


def van(c: Canvas, x: float, y: float, brand_colour: str) -> None:
    """Draw a van, as part of the demo's scene `crossroads`."""
    c.box(x, y, 250, 160, COTTON, 20)
    c.box(x, y + 92, 250, 26, brand_colour)
    c.box(x + 26, y + 24, 198, 54, mix(SKY, INDIGO, 0.35), 8)
    for wheel in (46, 204):
        c.box(x + wheel - 22, y + 140, 44, 52, EBONY, 10)
    for light in (14, 214):
        c.box(x + light, y + 122, 24, 16, LAC)


def village_hall(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a village hall with people before it, for the demo."""
    sky(c, rng, False)
    c.box(0, 430, 1200, 370, SAND)
    for x, height in ((70, 320), (1130, 340)):
        sugar_palm(c, x, 470, height)
    c.polygon([(170, 260), (300, 130), (900, 130), (1030, 260)], "#8c4a35")
    c.polygon([(300, 130), (600, 60), (900, 130)], "#743b2b")
    c.check([(170, 260), (1030, 260), (1030, 284), (170, 284)], brand_colour, 6)
    c.box(215, 284, 770, 250, "#f4e9d6")
    for x in (220, 410, 760, 950):
        c.box(x, 284, 28, 250, DARK_WOOD)
    c.box(500, 310, 200, 110, COTTON)
    c.box(520, 330, 120, 14, brand_colour)
    for line in range(3):
        c.box(520, 358 + line * 18, 150, 7, "#cfc4cf")
    for index in range(9):
        far(
            c,
            somebody(rng, brand_colour, man=index == 4),
            270 + index * 82 + rng.uniform(-12, 12),
            560 + index % 2 * 18,
            21,
        )
    for index in range(5):
        standing(c, somebody(rng, brand_colour), 150 + index * 225 + rng.uniform(-20, 20), 790 - index % 2 * 14, 27)
    c.box(0, 788, 1200, 12, EARTH)
    c.box(590, 30, 6, 60, EBONY)
    c.box(596, 32, 60, 34, mix(SILK, brand_colour, 0.8))
