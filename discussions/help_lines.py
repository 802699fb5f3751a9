"""The help services that are shown to somebody whose text tells of danger."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.terms import places
from help_services.listing import services
from help_services.models import HelpServicePage
from vocabulary.models import Place
from vocabulary.places_in_text import place_in

MOST_SHOWN = 5


@dataclass(frozen=True)
class HelpLines:
    """Help services for somebody in danger, the most urgent first; `place` is the province that her text names."""

    services: list[HelpServicePage]
    place: Place | None


def help_for(text: str, language: str) -> HelpLines:
    """Return up to five public help services for the province that a text names; without one, the nationwide ones."""
    place = place_in(text, places.all())
    found = services(language, place=place)
    if place is None:
        # Without a province a local service would be one that is far away.
        found = [service for service in found if service.is_nationwide]
    return HelpLines(found[:MOST_SHOWN], place)
