"""Values that a process keeps in its memory: for some time, or while a version holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class TimedCache(Generic[Value]):
    """A value that is loaded when it is asked for, and again after some seconds or once it was forgotten."""

    def __init__(self, load: Callable[[], Value], seconds: float = 60) -> None:
        self._load, self._seconds = load, seconds
        self._kept: tuple[Value, float] | None = None

    def value(self) -> Value:
        """Return the value, at most so many seconds old."""
        kept, now = self._kept, time.monotonic()
        if kept is None or now > kept[1]:
            kept = self._kept = (self._load(), now + self._seconds)
        return kept[0]

    def forget(self) -> None:
        """Load the value anew when it is next asked for."""
        self._kept = None


class VersionedCache(Generic[Value]):
    """Values by a key such as a language, each loaded once for each version.

    `version` is asked each time a value is. It is asked before a value is loaded: what changes meanwhile makes the
    value old, never the other way round.
    """

    def __init__(self, load: Callable[[str], Value], version: Callable[[], object]) -> None:
        self._load, self._version = load, version
        self._kept: dict[str, tuple[object, Value]] = {}

    def value(self, key: str = "") -> Value:
        """Return the value of a key at the present version."""
        version, kept = self._version(), self._kept.get(key)
        if kept is None or kept[0] != version:
            kept = self._kept[key] = (version, self._load(key))
        return kept[1]
