"""Scenes of things close by: phone, ballot box, paper, books, microphone."""

from random import Random

from demo.drawings.brush import (
    COTTON,
    DUSK,
    EARTH,
    EBONY,
    FIELD,
    INDIGO,
    LAC,
    PALM,
    PROHUT,
    RIND,
    SAND,
    SILK,
    SKINS,
    WALL,
    WOOD,
    Canvas,
    darker,
    lighter,
    mix,
)
from demo.drawings.indoors import lines_of_text, room, rows_of_people, window
from demo.drawings.outdoors import sugar_palm
from demo.drawings.people import Person, seated, somebody


def hand(c: Canvas, side: int, x: float, y: float, skin: str, sleeve: str) -> None:
    """Draw a forearm and hand from the lower edge of a demo picture; `side` is -1 at the left, 1 at the right."""
    c.polygon([(x + side * 40, 810), (x + side * 210, 810), (x + side * 60, y + 30), (x - side * 30, y + 70)], skin)
    c.blob(
        [
            (x - side * 50, y + 70),
            (x + side * 50, y + 50),
            (x + side * 62, y - 40),
            (x + side * 20, y - 80),
            (x - side * 20, y - 40),
        ],
        skin,
    )
    c.stroke([(x + side * 14, y - 30), (x - side * 46, y - 62)], 44, skin)
    c.oval(x - side * 56, y - 68, 15, 12, lighter(skin, 0.45))
    c.polygon(
        [(x + side * 20, 810), (x + side * 260, 810), (x + side * 130, y + 190), (x + side * 4, y + 190)],
        sleeve,
    )
    c.check(
        [(x + side * 4, y + 168), (x + side * 136, y + 168), (x + side * 140, y + 204), (x, y + 204)],
        sleeve,
        8,
    )


def phone_film(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of two hands that film somebody with a phone, for the demo."""
    room(c, WALL, WOOD, 600)
    window(c, 60, 70, 170, 250)
    for x in (180, 1030):
        seated(c, somebody(rng, brand_colour), x, 640, 52)
    c.box(0, 640, 1200, 160, "#ab8b6b")
    c.box(262, 176, 676, 392, EBONY, 34)
    c.box(296, 202, 608, 340, DUSK)
    c.dot(760, 300, 50, PROHUT)
    c.polygon([(296, 542), (296, 456), (430, 432), (620, 452), (904, 438), (904, 542)], FIELD)
    c.box(296, 488, 608, 54, "#7d9650")
    sugar_palm(c, 380, 480, 190)
    sugar_palm(c, 836, 474, 130)
    filmed = Person(rng.choice(SKINS), brand_colour, "long", rng.choice((LAC, INDIGO, PALM)))
    seated(c, filmed, 600, 541, 56)
    c.box(296, 541, 608, 3, EBONY)
    c.box(318, 222, 110, 34, EBONY, 6)
    c.dot(340, 239, 8, LAC)
    c.box(356, 235, 56, 8, COTTON)
    c.dot(856, 372, 27, COTTON)
    c.dot(856, 372, 19, LAC)
    skin = rng.choice(SKINS)
    hand(c, -1, 300, 520, skin, mix(INDIGO, brand_colour, 0.3))
    hand(c, 1, 900, 520, skin, mix(INDIGO, brand_colour, 0.3))


def ballot_box(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a hand that puts a paper into a ballot box, for the demo."""
    room(c, "#e7e2d8", EARTH, 560)
    for x in (90, 860):
        c.box(x, 200, 250, 330, lighter(WOOD, 0.35))
        c.box(x + 20, 230, 210, 130, COTTON)
        c.box(x + 20, 360, 210, 12, WOOD)
    seated(c, somebody(rng, brand_colour), 215, 600, 50)
    seated(c, somebody(rng, brand_colour), 985, 600, 50)
    c.box(0, 600, 1200, 40, WOOD)
    c.box(0, 640, 1200, 160, darker(WOOD, 0.2))
    c.box(400, 330, 400, 300, mix(COTTON, brand_colour, 0.12))
    c.box(380, 300, 440, 44, brand_colour)
    c.box(500, 312, 200, 16, EBONY)
    c.check([(400, 560), (800, 560), (800, 630), (400, 630)], brand_colour, 12)
    lines_of_text(c, 470, 390, 260, 4, brand_colour)
    c.polygon([(540, 150), (690, 164), (672, 322), (526, 320)], COTTON)
    for line in range(3):
        c.box(568, 200 + line * 34, 22, 22, (LAC, PALM, INDIGO)[line])
        c.box(602, 206 + line * 34, 64, 9, "#cfc4cf")
    skin = rng.choice(SKINS)
    c.stroke([(860, -20), (760, 90), (664, 196)], 74, skin)
    c.stroke([(664, 196), (640, 214)], 44, skin)
    c.stroke([(900, -70), (800, 46)], 100, rng.choice((RIND, INDIGO, PALM)))
    c.dot(632, 218, 15, mix(INDIGO, EBONY, 0.2))


def land_title(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a land title with a hand that signs it, for the demo."""
    c.box(0, 0, 1200, 800, lighter(WOOD, 0.25))
    for y in range(0, 800, 160):
        c.box(0, y, 1200, 5, darker(WOOD, 0.02))
    c.polygon([(300, 90), (860, 60), (900, 720), (330, 740)], darker(WOOD, 0.3))
    c.polygon([(285, 76), (846, 48), (886, 706), (316, 726)], "#fffdf6")
    c.check([(300, 92), (832, 64), (834, 92), (302, 120)], brand_colour, 6)
    lines_of_text(c, 370, 160, 400, 5, brand_colour)
    c.polygon([(380, 380), (560, 366), (600, 450), (520, 520), (390, 500)], lighter(PALM, 0.55))
    c.polygon([(560, 366), (720, 372), (740, 480), (600, 450)], lighter(PROHUT, 0.4))
    for index, x in enumerate((400, 620)):
        c.box(x, 640, 170, 5, EBONY)
        c.stroke(
            [(x + 14, 628), (x + 44, 598), (x + 62, 632), (x + 96, 604), (x + 130 + index * 12, 626)],
            6,
            (RIND, INDIGO)[index],
        )
    c.dot(790, 560, 46, lighter(LAC, 0.15))
    c.dot(790, 560, 34, lighter(LAC, 0.4))
    c.stroke([(1030, 330), (830, 580)], 22, PROHUT)
    c.polygon([(838, 570), (822, 560), (806, 612)], EBONY)
    skin = rng.choice(SKINS)
    c.stroke([(1230, 560), (1080, 470), (960, 424)], 90, skin)
    c.stroke([(960, 424), (914, 470)], 40, skin)
    c.stroke([(1240, 566), (1130, 500)], 128, brand_colour)


def bookshelf(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a bookshelf with readers before it, for the demo."""
    c.box(0, 0, 1200, 800, "#5d4234")
    tones = (brand_colour, RIND, INDIGO, PALM, LAC, PROHUT, SILK, lighter(brand_colour, 0.4), "#7b6a80")
    for shelf in range(2):
        floor = 310 + shelf * 290
        c.box(40, floor - 260, 1120, 260, "#43302a")
        c.box(30, floor, 1140, 24, WOOD)
        x = 60.0
        while x < 1090:
            width, height = rng.uniform(26, 58), rng.uniform(150, 232)
            tone = rng.choice(tones)
            c.box(x, floor - height, width, height, tone, 3)
            c.box(x, floor - height + 26, width, 9, mix(tone, PROHUT if tone != PROHUT else EBONY, 0.6))
            c.box(x + width * 0.3, floor - height * 0.6, width * 0.4, height * 0.3, lighter(tone, 0.35))
            x += width + rng.choice((2, 2, 2, 30))
    for x, size in ((330, 66), (820, 66)):
        seated(c, somebody(rng, brand_colour), x, 800, size)


def microphone(c: Canvas, rng: Random, brand_colour: str) -> None:
    """Draw the scene of a speaker with a microphone before many people, for the demo."""
    c.box(0, 0, 1200, 800, mix(SAND, brand_colour, 0.12))
    c.box(0, 90, 1200, 300, mix(SAND, brand_colour, 0.2))
    for index in range(12):
        c.check(
            [(index * 104, 40), (index * 104 + 84, 40), (index * 104 + 42, 130)],
            (brand_colour, PROHUT, LAC, PALM)[index % 4],
            10,
        )
    rows_of_people(c, rng, brand_colour, [(470, 24, 11), (610, 34, 8)], men=2)
    c.box(0, 660, 1200, 140, "#7a4a34")
    speaker = Person(rng.choice(SKINS), brand_colour, "bun", rng.choice((LAC, INDIGO)))
    seated(c, speaker, 400, 800, 92)
    c.stroke([(800, 800), (800, 480), (660, 430)], 14, EBONY)
    c.stroke([(672, 434), (616, 414)], 44, "#4b4552")
    c.stroke([(626, 418), (604, 410)], 54, "#857d8c")
