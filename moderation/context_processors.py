"""The template variable for the footer of every page: how fast editors decide."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from moderation.statistics.decision_times import public_turnaround


def turnaround(request: HttpRequest) -> dict[str, Callable[[], int | None]]:
    """Return the template variable `turnaround`: a function for the hours in which half of submissions are decided.

    It is a function so that only pages that show it run the query.
    """
    return {"turnaround": half}


def half() -> int | None:
    """Return the hours within which half of the recent submissions were decided; None when too few were decided."""
    found = public_turnaround()
    return found.half if found else None
