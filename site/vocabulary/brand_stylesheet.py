"""The CSS of brand colours, whose shades are stored: nothing is computed here."""

from collections.abc import Iterable
from itertools import chain


def stylesheet(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return CSS with each organization's brand colour, light and dark; `rows` are (slug, light, dark)."""
    rows = list(rows)
    by_day = (f".o-{slug}{{--thread:{light}}}" for slug, light, _ in rows)
    # On screens only: paper is light whatever the reader's device prefers.
    by_night = (f".o-{slug}{{--thread:{dark}}}" for slug, _, dark in rows)
    return "".join(chain(by_day, ["@media screen and (prefers-color-scheme:dark){"], by_night, ["}"]))
