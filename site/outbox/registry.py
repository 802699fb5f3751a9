"""Who carries out which kind of event. Filled by <app>/handlers.py when the apps are ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ImproperlyConfigured

from outbox.retries import OF_PERFORMERS, Retries

if TYPE_CHECKING:
    from outbox.models import Event

Effect = TypeVar("Effect", bound=Callable[..., Any])


class GiveUp(Exception):  # noqa: N818 - it is an order, not an error
    """Raised by a performer for what no further attempt can mend; the event is dead at once."""


@dataclass(frozen=True)
class Handler:
    """An effect in the database; its name is half of the effect's unique key."""

    name: str
    run: Callable[[Event], Any]


@dataclass(frozen=True)
class Performer:
    """Work outside the database, under a lease: `lease` is the longest that one attempt may take."""

    run: Callable[[Event], Any]
    lease: timedelta
    retries: Retries
    forget: bool


_handlers: dict[str, dict[str, Handler]] = {}
_performers: dict[str, Performer] = {}


def handles(kind: str) -> Callable[[Effect], Effect]:
    """Register `f(event)` as an effect of `kind` that writes to the database only.

    It runs once for each event, in a transaction, after the earlier events of the same aggregate; when it
    raises, it is tried again. It should be cheap (5 ms): on SQLite it holds the write lock.
    Raises ImproperlyConfigured when the kind has a performer.
    """

    def register(function: Effect) -> Effect:
        if kind in _performers:
            raise ImproperlyConfigured(f"{kind} is performed outside; it cannot have handlers as well.")
        name = f"{function.__module__}.{function.__qualname__}"
        _handlers.setdefault(kind, {})[name] = Handler(name, function)
        return function

    return register


def performs(
    kind: str, *, lease: float = 120, retries: Retries = OF_PERFORMERS, forget: bool = False
) -> Callable[[Effect], Effect]:
    """Register `f(event)` as the one that carries out `kind` outside the database, at least once.

    It runs outside any transaction. `lease` is in seconds: an attempt that has not ended by then counts as
    lost and may be made again elsewhere, so it must be longer than the function's own timeouts. `forget`
    empties the payload once done, for what holds addresses or tokens. GiveUp makes the event dead at once.
    Raises ImproperlyConfigured when the kind has handlers or another performer.
    """

    def register(function: Effect) -> Effect:
        if kind in _handlers or kind in _performers:
            raise ImproperlyConfigured(f"{kind} already has handlers or a performer.")
        _performers[kind] = Performer(function, timedelta(seconds=lease), retries, forget)
        return function

    return register


def handlers_of(kind: str) -> list[Handler]:
    """The database effects of a kind, in the order in which they were registered."""
    return list(_handlers.get(kind, {}).values())


def performer_of(kind: str) -> Performer | None:
    """Who carries out this kind outside the database, if anybody does."""
    return _performers.get(kind)


def performed_kinds() -> list[str]:
    """The kinds that are carried out outside the database."""
    return list(_performers)
