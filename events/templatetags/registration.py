"""Template tag that says on an event's page whether one can register."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count, Q

from events.models import Gathering, Registration
from events.registration.places import public_word

register = template.Library()


@register.simple_tag
def places_of(page: Any) -> dict[str, Any] | None:
    """Return the places word and gathering of an event's page; None if the event is over or has no registration.

    The page is cached, so the number of places is never told. Keys: word (of PlacesWord), gathering. One query.
    """
    # pk is None in a preview of a page that was never saved.
    if page.is_held or page.pk is None:
        return None
    # Counted in the same query: the tag runs on every event's page.
    taken = Count("registrations", filter=Q(registrations__state=Registration.State.REGISTERED))
    gathering = Gathering.objects.filter(key=page.translation_key).annotate(taken=taken).first()
    if gathering is None:
        return None
    return {"word": public_word(page, gathering, gathering.taken), "gathering": gathering}
