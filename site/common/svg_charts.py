"""Charts drawn on the server: small SVG in the classes of the stylesheet, each with a title and a sentence on what it
shows. The numbers stand in a table beside it; nothing is told by a chart alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from khmer.numbers import number

# In units of the view box. On a phone it is drawn at about this size.
WIDTH, HEIGHT = 400, 190
LEFT, TOP, BASE = 34, 14, 158
# The part of a place on the axis that its columns fill.
FILLED = 0.8
LABELS = 3

Values = Sequence[int | None]


def column_chart(
    key: str, title: str, description: str, labels: Sequence[str], series: Sequence[Values], language: str
) -> SafeString:
    """Return columns over the labels, those of several series side by side; None is no column.

    `key` makes the ids of title and description, and is unique on the page; `description` tells in a sentence what
    is to be seen. All series are as long as the labels.
    """
    top = axis_maximum(max((value for values in series for value in values if value), default=0))
    return format_html(
        '<svg class="plot" role="img" aria-labelledby="{key}-title {key}-says" viewBox="0 0 {width} {height}">'
        '<title id="{key}-title">{title}</title><desc id="{key}-says">{description}</desc>'
        "{axis}{columns}{labels}</svg>",
        key=key,
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description=description,
        axis=format_html_join(
            "",
            '<path class="line" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
            ((LEFT, y, WIDTH, LEFT - 6, y + 4, number(value, language)) for value, y in axis_values(top)),
        ),
        columns=format_html_join(
            "",
            '<path class="{}" d="{}"/>',
            (
                (f"of-{place}", "".join(column_paths(values, place, len(series), top)))
                for place, values in enumerate(series, 1)
            ),
        ),
        labels=format_html_join("", '<text x="{}" y="{}" text-anchor="{}">{}</text>', axis_labels(labels)),
    )


def bar(value: int, most: int) -> SafeString:
    """Return a bar beside a number in a table, as long as its part of the largest; hidden from who hears the number."""
    length = 100 * value / most if most else 0
    return format_html(
        '<svg class="plot bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="of-1" d="M0 0h{}v8H0z"/></svg>',
        f"{length:.1f}",
    )


def axis_maximum(most: int) -> int:
    """Return the smallest even number of the kind 2, 4, 10, 20, 40, 100 ... that is not below `most`."""
    power = 1
    while True:
        for digit in (2, 4, 10):
            if digit * power >= most:
                return digit * power
        power *= 10


def axis_values(top: int) -> Iterator[tuple[int, int]]:
    """Yield the values beside the axis, each with its height."""
    for value in (0, top // 2, top):
        yield value, round(y_of(value, top))


def y_of(value: int, top: int) -> float:
    return BASE - (BASE - TOP) * value / top


def place_width(count: int) -> float:
    return (WIDTH - LEFT) / max(count, 1)


def column_paths(values: Values, place: int, of: int, top: int) -> Iterator[str]:
    """Yield the path data of the columns of the series that stands at a place, from 1, among so many."""
    width = place_width(len(values)) * FILLED / of
    for index, value in enumerate(values):
        if value:
            x = LEFT + place_width(len(values)) * (index + (1 - FILLED) / 2) + width * (place - 1)
            yield f"M{x:.1f} {BASE}V{y_of(value, top):.1f}h{width:.1f}V{BASE}z"


def axis_labels(labels: Sequence[str]) -> Iterator[tuple[str, int, str, str]]:
    """Yield a few labels under the axis, the first and the last among them."""
    last = len(labels) - 1
    shown = sorted({round(last * step / (LABELS - 1)) for step in range(LABELS)}) if labels else []
    for index in shown:
        x = LEFT + place_width(len(labels)) * (index + 0.5)
        anchor = "end" if index == last and last else "start" if index == 0 else "middle"
        yield f"{WIDTH if anchor == 'end' else LEFT if anchor == 'start' else x:.1f}", BASE + 22, anchor, labels[index]
