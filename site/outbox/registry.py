"""The registry of declared kinds of events with their handlers and jobs, filled while the apps are loading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ImproperlyConfigured

from outbox.declarations import EventKind, Payload
from outbox.execution.retries import JOB_RETRIES, Retries

if TYPE_CHECKING:
    from outbox.models import Event

Function = TypeVar("Function", bound=Callable[..., Any])


class GiveUp(Exception):  # noqa: N818 - it is an order, not an error
    """The exception by which a job says that no further attempt can help; its event is dead at once."""


@dataclass(frozen=True)
class Handler:
    """A handler: a function that writes to the database only; its name is half of its effect's unique key."""

    name: str
    run: Callable[[Event], Any]


@dataclass(frozen=True)
class Job:
    """A job: work outside the database under a lease; `lease` is the longest time that one attempt may take.

    `is_bulk`: it makes way for other jobs, because nobody waits for it.
    """

    name: str
    run: Callable[[Event], Any]
    lease: timedelta
    retries: Retries
    forget: bool
    is_bulk: bool = False


@dataclass
class Registry:
    """A registry of declared kinds by name, with the handlers or the job of each."""

    kinds: dict[str, EventKind[Any]] = field(default_factory=dict)
    handlers: dict[str, list[Handler]] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)

    def declare(self, kind: EventKind[Any]) -> None:
        """Add a kind of outbox event. Raises ImproperlyConfigured when another one has its name."""
        # setdefault returns the one that was there: a module that is imported twice declares the same object.
        if self.kinds.setdefault(kind.name, kind) is not kind:
            raise ImproperlyConfigured(f"The kind of event {kind} is declared twice.")

    def is_declared(self, kind: object) -> bool:
        """Return whether an object is a kind of event that was declared here."""
        return isinstance(kind, EventKind) and self.kinds.get(kind.name) is kind

    def add_handler(self, kinds: tuple[EventKind[Any], ...], handler: Handler) -> None:
        """Add a handler for event kinds. Raises ImproperlyConfigured for undeclared ones or a taken name.

        Raises ImproperlyConfigured for an undeclared kind, a kind that has a job, and a name that is taken.
        """
        self._check_name(handler.name)
        for kind in kinds:
            self._check_declared(kind)
            if kind.name in self.jobs:
                raise ImproperlyConfigured(f"{kind} has a job; it cannot have handlers as well.")
        for kind in kinds:
            self.handlers.setdefault(kind.name, []).append(handler)

    def add_job(self, kind: EventKind[Any], job: Job) -> None:
        """Add the job of an event kind. Raises ImproperlyConfigured if undeclared, already handled, name taken.

        Raises ImproperlyConfigured for a kind that is undeclared or has handlers or a job, and for a name that is
        taken.
        """
        self._check_name(job.name)
        self._check_declared(kind)
        if kind.name in self.handlers or kind.name in self.jobs:
            raise ImproperlyConfigured(f"{kind} already has handlers or a job.")
        self.jobs[kind.name] = job

    def _check_declared(self, kind: EventKind[Any]) -> None:
        if not self.is_declared(kind):
            raise ImproperlyConfigured(f"{kind!r} is not a declared kind of event.")

    def _check_name(self, name: str) -> None:
        if name in self.names():
            raise ImproperlyConfigured(f"Two handlers or jobs are named {name!r}.")

    def names(self) -> set[str]:
        """Return the names of all registered handlers and jobs."""
        handlers = {handler.name for handlers in self.handlers.values() for handler in handlers}
        return handlers | {job.name for job in self.jobs.values()}

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Restore the registry's kinds, handlers and jobs after a `with` block, for tests."""
        # Copies: tests add to the lists themselves.
        before = dict(self.kinds), {kind: list(handlers) for kind, handlers in self.handlers.items()}, dict(self.jobs)
        try:
            yield
        finally:
            self.kinds, self.handlers, self.jobs = before


registry = Registry()


def declare(name: str, payload: type[Payload], *, unhandled_because: str = "") -> EventKind[Payload]:
    """Declare a kind of outbox event with its payload type; return it. Raises ImproperlyConfigured for a used name."""
    kind = EventKind(name, payload, unhandled_because)
    registry.declare(kind)
    return kind


def handles(*kinds: EventKind[Any], name: str) -> Callable[[Function], Function]:
    """Register the decorated function to run once per outbox event of these kinds, in a database transaction.

    It runs once for each event, in a transaction, after the earlier events of the same aggregate; when it
    raises, it is tried again. It should be cheap (5 ms): on SQLite it holds the write lock.
    `name` ("feed.activity") is half of its effect's key, and must never change: under a new name it would be applied
    again to events that still wait. It does not follow the module, so a handler may be moved.
    Raises ImproperlyConfigured for a kind that is not declared or has a job, and for a name that is taken.
    """

    def register(function: Function) -> Function:
        registry.add_handler(kinds, Handler(name, function))
        return function

    return register


def job(
    kind: EventKind[Any],
    *,
    name: str,
    lease: float = 120,
    retries: Retries = JOB_RETRIES,
    forget: bool = False,
    is_bulk: bool = False,
) -> Callable[[Function], Function]:
    """Register the decorated function as a kind's job: work outside the database, made at least once, with retries.

    It runs outside any transaction. `lease` is in seconds: an attempt that has not ended by then counts as
    lost and may be made again elsewhere, so it must be longer than the function's own timeouts. `forget`
    empties the payload once done, for what holds addresses or tokens. GiveUp makes the event dead at once. A worker
    begins `is_bulk` work only while no other job is due, and one at a time: mails to hundreds, beside which a code to
    sign in must not wait.
    Raises ImproperlyConfigured for a kind that is not declared, has handlers or another job, and for a name that is
    taken.
    """

    def register(function: Function) -> Function:
        registry.add_job(kind, Job(name, function, timedelta(seconds=lease), retries, forget, is_bulk))
        return function

    return register
