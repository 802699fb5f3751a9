"""Flat pictures that code draws, so that the demo needs no photograph of anybody.

`draw(scene, seed, brand_colour)` gives the same bytes for the same arguments.
"""

from functools import lru_cache
from random import Random

from demo.drawings import indoors, outdoors, textiles, things
from demo.drawings.brush import Canvas

SCENES = {
    scene.__name__: scene
    for scene in (
        indoors.classroom,
        indoors.computers,
        textiles.loom,
        indoors.clinic,
        indoors.meeting,
        textiles.sewing,
        indoors.court,
        outdoors.rice_fields,
        outdoors.river,
        outdoors.market,
        outdoors.school_road,
        outdoors.safe_house,
        outdoors.crossroads,
        outdoors.village_hall,
        textiles.cloth,
        things.phone_film,
        things.ballot_box,
        things.land_title,
        things.bookshelf,
        things.microphone,
    )
}


# A page in two languages asks for the same picture twice, one after the other.
@lru_cache(maxsize=8)
def draw(scene: str, seed: int, brand_colour: str) -> bytes:
    """Return the named scene drawn for the demo as a JPEG of 1200 x 800; the same seed gives the same picture.

    `brand_colour` is the organization's colour as #rrggbb. Raises KeyError for a scene that nobody has drawn.
    """
    canvas = Canvas()
    SCENES[scene](canvas, Random(f"{scene} {seed}"), brand_colour)
    return canvas.jpeg()
