"""Read JSON that somebody else wrote."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from takeout.restoring.errors import ArchiveError


def load(content: bytes, where: str) -> dict[str, Any]:
    """Return a JSON object. Raises ArchiveError for anything else, for doubled names, NaN and too deep nesting."""
    try:
        # Both are read by json.loads without an error: of a doubled name the last value wins, and NaN becomes a
        # float.
        found = json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_refuse_constant)
    # ValueError is also raised for a number of thousands of digits, RecursionError for deep nesting.
    except (ValueError, RecursionError) as error:
        raise ArchiveError(f"{where}: it is no JSON, or is nested too deeply.") from error
    if not isinstance(found, dict):
        raise ArchiveError(f"{where}: it is no JSON object.")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("A name stands twice.")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number.")
