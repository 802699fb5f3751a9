"""What the foot of every page tells of moderation."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from moderation.statistics.decision_times import public_turnaround


def turnaround(request: HttpRequest) -> dict[str, Callable[[], int | None]]:
    """`turnaround`, a function, so that only pages that show it ask: hours within which half of all is decided."""
    return {"turnaround": half}


def half() -> int | None:
    found = public_turnaround()
    return found.half if found else None
