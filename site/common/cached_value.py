"""Values cached in a process's memory, for some seconds or until a version changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class TimedCache(Generic[Value]):
    """A cached value that is loaded again after some seconds, or after it was forgotten."""

    def __init__(self, load: Callable[[], Value], seconds: float = 60) -> None:
        self._load, self._seconds = load, seconds
        self._kept: tuple[Value, float] | None = None

    def value(self) -> Value:
        """Return the cached value, loaded again when it is older than the cache's seconds."""
        # Read once: another thread may forget the value in between. monotonic() never goes back.
        kept, now = self._kept, time.monotonic()
        if kept is None or now > kept[1]:
            kept = self._kept = (self._load(), now + self._seconds)
        return kept[0]

    def forget(self) -> None:
        """Drop the cached value, so that it is loaded again when next needed."""
        self._kept = None


class VersionedCache(Generic[Value]):
    """Cached values by a key such as a language, each loaded once for each version.

    The version is read before a value is loaded: a change in between makes the value outdated, never the other way
    round.
    """

    def __init__(self, load: Callable[[str], Value], version: Callable[[], object]) -> None:
        self._load, self._version = load, version
        self._kept: dict[str, tuple[object, Value]] = {}

    def value(self, key: str = "") -> Value:
        """Return the cached value of a key, loaded again when the version has changed."""
        version, kept = self._version(), self._kept.get(key)
        if kept is None or kept[0] != version:
            kept = self._kept[key] = (version, self._load(key))
        return kept[1]
