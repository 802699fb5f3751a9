"""Colours by which the writers in a mail are told apart."""

from __future__ import annotations

import zlib

# Each has a contrast of 7 to 1 and more on white; the name stands in words beside it.
COLOURS = ("#774700", "#425904", "#5a4193", "#8a1538", "#00586a", "#7a2e6b", "#1f5a3d", "#3d4f8f")


def colour_of(name: str) -> str:
    """Return the colour of a shown name: the same in every mail, and of nothing but the name."""
    return COLOURS[zlib.crc32(name.encode()) % len(COLOURS)]
