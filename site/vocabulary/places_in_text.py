"""Find the province that a text names."""

from __future__ import annotations

from collections.abc import Iterable

from khmer.text import normalise
from vocabulary.models import Place
from vocabulary.place_names import usual_spellings

# Shorter names stand in other words too often.
SHORTEST_NAME = 4


def place_in(text: str, places: Iterable[Place]) -> Place | None:
    """Return the given province that a text names first, in a spelling of 4 letters or more; None if it names none."""
    plain = normalise(text)
    found = [(position, place) for place in places if (position := _position(plain, place)) >= 0]
    return min(found, key=lambda each: each[0])[1] if found else None


def name_found(text: str, place: Place) -> str:
    """Return the name or usual spelling by which a text names a province; "" if it does not."""
    plain = normalise(text)
    names = (place.name_en, place.name_km, *usual_spellings(place.slug))
    return next((name for name in names if len(name) >= SHORTEST_NAME and normalise(name) in plain), "")


def _position(plain: str, place: Place) -> int:
    names = {normalise(name) for name in (place.name_en, place.name_km, *usual_spellings(place.slug))}
    return min((at for name in names if len(name) >= SHORTEST_NAME and (at := plain.find(name)) >= 0), default=-1)
