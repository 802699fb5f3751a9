"""The help services that are shown to somebody whose text tells of danger."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.terms import places
from help_services.listing import services
from help_services.models import HelpServicePage
from khmer.text import normalise
from vocabulary.models import Place
from vocabulary.place_names import usual_spellings

MOST_SHOWN = 5
# Shorter names stand in other words too often.
SHORTEST_NAME = 4


@dataclass(frozen=True)
class HelpLines:
    """Help services for somebody in danger, the most urgent first; `place` is the province that her text names."""

    services: list[HelpServicePage]
    place: Place | None


def help_for(text: str, language: str) -> HelpLines:
    """Return up to five public help services for the province that a text names, or those for the whole country."""
    place = place_in(text)
    found = services(language, place=place)
    if place is None:
        found = [service for service in found if service.is_nationwide]
    return HelpLines(found[:MOST_SHOWN], place)


def place_in(text: str) -> Place | None:
    """Return the first province that a text names in one of its usual spellings; None where it names none."""
    plain = normalise(text)
    found = [(position, place) for place in places.all() if (position := _position(plain, place)) >= 0]
    return min(found, key=lambda each: each[0])[1] if found else None


def _position(plain: str, place: Place) -> int:
    names = {normalise(name) for name in (place.name_en, place.name_km, *usual_spellings(place.slug))}
    return min((at for name in names if len(name) >= SHORTEST_NAME and (at := plain.find(name)) >= 0), default=-1)
