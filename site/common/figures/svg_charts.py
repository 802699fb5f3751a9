"""Charts as small SVG drawings, made on the server, each with a title and a sentence on what it shows.

The same numbers stand in a table beside each chart: nothing is told by a chart alone. Text at the axes is text of the
page and not of the drawing: it grows with the reader's text, and has the room it needs in either script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from khmer.numbers import number

# In units of the view box; the stylesheet stretches it. EDGE is room for the lines at top and base.
WIDTH, TOP, BASE, EDGE = 366, 14, 158, 1
# The part of a place on the axis that its columns fill.
FILLED = 0.8
LABELS = 3

Values = Sequence[int | None]


def column_chart(key: str, title: str, description: str, series: Sequence[Values]) -> SafeString:
    """Return an SVG column chart of several series of the same length side by side; None or 0 draws no column.

    `key` makes the ids of title and description, and is unique on the page; `description` tells in a sentence what
    is to be seen. All series have the same length. Beside it stand axis_numbers, under it labels_shown.
    """
    top = axis_top(series)
    return format_html(
        '<svg class="plot" role="img" aria-labelledby="{key}-title {key}-says" viewBox="0 {above} {width} {height}"'
        ' preserveAspectRatio="none">'
        '<title id="{key}-title">{title}</title><desc id="{key}-says">{description}</desc>'
        "{axis}{columns}</svg>",
        key=key,
        width=WIDTH,
        above=TOP - EDGE,
        height=BASE - TOP + 2 * EDGE,
        title=title,
        description=description,
        axis=format_html_join(
            "",
            '<path class="line" d="M0 {}H{}"/>',
            ((round(y_of(value, top)), WIDTH) for value in axis_values(top)),
        ),
        columns=format_html_join(
            "",
            '<path class="{}" d="{}"/>',
            (
                (f"of-{place}", "".join(column_paths(values, place, len(series), top)))
                for place, values in enumerate(series, 1)
            ),
        ),
    )


def bar(value: int, most: int) -> SafeString:
    """Return an SVG bar whose length is the value's share of the largest; hidden from screen readers.

    It is hidden from screen readers, which read the number.
    """
    length = 100 * value / most if most else 0
    return format_html(
        '<svg class="plot bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="of-1" d="M0 0h{}v8H0z"/></svg>',
        f"{length:.1f}",
    )


def small_chart(values: Values) -> SafeString:
    """Return a small SVG chart of columns without axis, hidden from screen readers; None or 0 draws no column."""
    top = max((value for value in values if value), default=1)
    columns = (
        f"M{index * 8} 32v-{max(1, round(32 * value / top))}h6V32z" for index, value in enumerate(values) if value
    )
    return format_html(
        '<svg viewBox="0 0 {} 32" preserveAspectRatio="none" aria-hidden="true"><path class="of-1" d="{}"/></svg>',
        len(values) * 8,
        "".join(columns),
    )


def axis_maximum(most: int) -> int:
    """Return the smallest of 2, 4, 10, 20, 40, 100 ... that is at least `most`."""
    power = 1
    while True:
        for digit in (2, 4, 10):
            if digit * power >= most:
                return digit * power
        power *= 10


def axis_top(series: Sequence[Values]) -> int:
    """Return the number at the top of a chart's axis: the smallest of 2, 4, 10, 20 ... that no value exceeds."""
    return axis_maximum(max((value for values in series for value in values if value), default=0))


def axis_values(top: int) -> tuple[int, int, int]:
    """Return the three numbers of the axis that get a line: top, half and 0."""
    return top, top // 2, 0


def axis_numbers(series: Sequence[Values], language: str) -> list[str]:
    """Return the axis numbers of a chart as texts in a language's digits, from the top."""
    return [number(value, language) for value in axis_values(axis_top(series))]


def y_of(value: int, top: int) -> float:
    """Return the vertical position of a value in a chart whose axis ends at `top`."""
    return BASE - (BASE - TOP) * value / top


def place_width(count: int) -> float:
    """Return the width that each of `count` columns' places has on the chart's axis."""
    return WIDTH / max(count, 1)


def column_paths(values: Values, place: int, of: int, top: int) -> Iterator[str]:
    """Yield the SVG path data of the columns of one series among several.

    `place` is the position of the series, from 1, `of` the number of series, `top` the value at the top of the axis.
    """
    width = place_width(len(values)) * FILLED / of
    for index, value in enumerate(values):
        if value:
            # The columns of all series stand in the middle of their place, with equal room on both sides.
            x = place_width(len(values)) * (index + (1 - FILLED) / 2) + width * (place - 1)
            yield f"M{x:.1f} {BASE}V{y_of(value, top):.1f}h{width:.1f}V{BASE}z"


def labels_shown(labels: Sequence[str]) -> list[str]:
    """Return at most three evenly spread labels to show under a chart, first and last included."""
    last = len(labels) - 1
    places = sorted({round(last * step / (LABELS - 1)) for step in range(LABELS)}) if labels else []
    return [labels[place] for place in places]
