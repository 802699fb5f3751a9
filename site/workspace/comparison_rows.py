"""Rows of a comparison of two versions, as the pages show them."""

from __future__ import annotations

from typing import Any


def collapse_unchanged(rows: list[Any]) -> list[dict[str, Any]]:
    """Return the rows of a comparison in groups: unchanged neighbours together, each changed row alone."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        # A group of unchanged rows is folded in the template; each changed row is shown alone.
        if groups and row.is_same and groups[-1]["is_same"]:
            groups[-1]["rows"].append(row)
        else:
            groups.append({"is_same": row.is_same, "rows": [row]})
    return groups
