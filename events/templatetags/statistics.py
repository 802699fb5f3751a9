"""Template tags of the programme in figures: squares of people, and columns that are needed."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.figures.small_groups import PublicCounts
from events.statistics.programme import Group

register = template.Library()

# Pixels of a square, pixels from one to the next, squares in a row.
SIDE, STEP, ACROSS = 5, 6, 14
# Above so many people a tile shows the number alone.
MOST_SQUARES = 140


@register.simple_tag
def people_squares(people: PublicCounts) -> SafeString | str:
    """Return SVG with a small square for each person, women first; "" for none, above 140, or where a sex is hidden.

    Hidden from screen readers: the number always stands beside it.
    """
    women, men = people.women or 0, people.men or 0
    # "rest" counts people whose sex is not shown: squares of women and men would leave them out.
    if people.women is None or people.men is None or people.rest or not 0 < people.all <= MOST_SQUARES:
        return ""
    # Rounded up: // rounds down, of a negative number too.
    rows = -(-people.all // ACROSS)
    return format_html(
        '<svg viewBox="0 0 {} {}" aria-hidden="true"><path class="women" d="{}"/><path class="men" d="{}"/></svg>',
        # The last square of a row has no gap behind it.
        ACROSS * STEP - (STEP - SIDE),
        rows * STEP - (STEP - SIDE),
        squares(range(women)),
        squares(range(women, women + men)),
    )


def squares(places: range) -> str:
    """Return the SVG path data of small squares at these positions, counted row by row, 14 in a row."""
    corners = ((place % ACROSS * STEP, place // ACROSS * STEP) for place in places)
    return "".join(f"M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z" for x, y in corners)


@register.simple_tag
def some_are_hidden(groups: Iterable[Group]) -> bool:
    """Return whether any of these groups counts people who are shown neither as women nor as men."""
    return any(group.people.rest for group in groups)
