"""What nearly every list needs and hardly ever changes: read once a minute in each process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from orgs.models import Organization

Value = TypeVar("Value")
KEPT_SECONDS = 60


class Kept(Generic[Value]):
    """A value that is loaded when it is asked for, and again after a minute or when it was forgotten."""

    def __init__(self, load: Callable[[], Value]) -> None:
        self._load = load
        self._value: Value | None = None
        self._until = 0.0

    def value(self) -> Value:
        if self._value is None or time.monotonic() > self._until:
            self._value, self._until = self._load(), time.monotonic() + KEPT_SECONDS
        return self._value

    def forget(self) -> None:
        self._value = None


# For their names and faces only: whether one is public is asked of the database each time.
organizations: Kept[dict[int, Organization]] = Kept(lambda: Organization.objects.in_bulk())


def organization(pk: int) -> Organization:
    """An organization by its id.

    Raises KeyError when there is none.
    """
    if pk not in organizations.value():
        organizations.forget()
    return organizations.value()[pk]
