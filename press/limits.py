"""The greatest lengths of what is stored of an item."""

from __future__ import annotations

LONGEST_URL = 2000
LONGEST_TITLE = 255
