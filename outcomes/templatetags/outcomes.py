"""Template tags of recommendations: squares, one a recommendation."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# Pixels between two squares.
GAP = 4
# What is drawn at most; the numbers stand beside the squares.
MOST_SQUARES = 200
# The squares with a line around them, which are drawn a pixel smaller at each side.
WITH_LINE = ("now", "open")


@register.simple_tag
def squares(counts: Iterable[tuple[str, int]], side: int, columns: int = 20) -> SafeString | str:
    """Return SVG with coloured squares, one for each thing counted in (CSS class, number); "" for none or above 200.

    Hidden from screen readers: the numbers always stand beside it.
    """
    parts = [(css, number) for css, number in counts if number]
    total = sum(number for _css, number in parts)
    if not 0 < total <= MOST_SQUARES:
        return ""
    step, begin, paths = side + GAP, 0, []
    for css, number in parts:
        inset = 1 if css in WITH_LINE else 0
        corners = ((n % columns * step + inset, n // columns * step + inset) for n in range(begin, begin + number))
        edge = side - 2 * inset
        paths.append((css, "".join(f"M{x} {y}h{edge}v{edge}h-{edge}z" for x, y in corners)))
        begin += number
    # Rounded up, as // rounds down also below 0; and no gap behind the last square.
    width, height = min(total, columns) * step - GAP, -(-total // columns) * step - GAP
    return format_html(
        '<svg class="squares" width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true">{2}</svg>',
        width,
        height,
        format_html_join("", '<path class="{}" d="{}"/>', paths),
    )


@register.simple_tag
def square(css: str) -> SafeString:
    """Return one square of a CSS class as SVG, for the legend that explains the colours."""
    path = "M2 2h12v12H2z" if css in WITH_LINE else "M0 0h16v16H0z"
    return format_html('<svg class="{}" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>', css, path)
