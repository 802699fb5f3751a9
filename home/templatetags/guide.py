"""Template tags that lead from a form to the guide."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from home.guide.texts import examples

register = template.Library()


@register.inclusion_tag("home/how_to_write.html")
def how_to_write(kind: str) -> dict[str, Any]:
    """Return the examples for a kind of page or the profile, the reader's language first; {} where there are none."""
    found = examples().get(kind)
    if found is None:
        return {}
    both = [("en", found.en), ("km", found.km)]
    own_first = sorted(both, key=lambda each: each[0] != get_language())
    return {"examples": own_first, "guide_url": reverse("guide-page", args=[found.page])}
