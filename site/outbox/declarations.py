"""Kinds of events; each is declared once, in a package's module `outbox_events`, before it can be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Payload = TypeVar("Payload", bound=Mapping[str, Any])


# eq=False: two kinds of equal content are not the same kind; `is_declared` asks for identity.
@dataclass(frozen=True, eq=False)
class EventKind(Generic[Payload]):
    """A kind of event: its name, and the keys that the payload of its events has.

    `payload` is a TypedDict. `unhandled_because` says why nothing follows such an event; it stays empty for a kind that
    has a handler or a job.
    """

    name: str
    payload: type[Payload]
    unhandled_because: str = ""

    def __str__(self) -> str:
        return self.name

    def check(self, payload: Mapping[str, Any]) -> None:
        """Raise TypeError when an event's payload lacks a declared key or has an undeclared one."""
        keys = payload.keys()
        # __required_keys__ is what TypedDict sets on its classes: all keys but those that are marked NotRequired.
        if missing := self.payload.__required_keys__ - keys:  # type: ignore[attr-defined]
            raise TypeError(f"{self.name}: the payload lacks {', '.join(sorted(missing))}.")
        if unknown := keys - self.payload.__annotations__.keys():
            raise TypeError(f"{self.name}: the payload's {', '.join(sorted(unknown))} is not declared.")
