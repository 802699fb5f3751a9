"""Attempts at one event: handlers run in a transaction, a job runs outside the database under a lease."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from common.logs.context import log_fields
from outbox.execution.retries import Retries, handler_retries
from outbox.models import PROGRESS, Effect, Event
from outbox.registry import GiveUp, Handler, Job, registry

logger = logging.getLogger(__name__)

# So long an event waits for a worker that knows its kind: an upgrade, however slow, ends within a day.
UNDECLARED_WAITS = timedelta(days=1)


def run(event_id: int, kind: str) -> bool:
    """Make one attempt at an outbox event; return True when it was made, even if it failed; False if not due or taken.

    Raises OperationalError or InterfaceError when the database goes away; the event is then as it was before.
    """
    if kind not in registry.kinds:
        return _give_up_undeclared(event_id)
    if job := registry.jobs.get(kind):
        return _attempt_job(event_id, job)
    try:
        return _attempt_handlers(event_id)
    except IntegrityError as error:
        # Handlers' own errors are caught: this one is the commit's, which checks what a handler has pointed at.
        _record_commit_error(event_id, error)
        return True


def _claim(event_id: int) -> Event | None:
    """Return the event, if it is due and free, locked for the current transaction (on SQLite by the write lock)."""
    # skip_locked: another worker has the event. SQLite has no row locks, but one writer at a time.
    return Event.objects.due().filter(pk=event_id).select_for_update(skip_locked=True).first()


def _give_up_undeclared(event_id: int) -> bool:
    """Set an event dead whose kind this code does not declare, once no newer worker has carried it out for a day.

    Returns False while it waits: a newer release recorded it, and its workers know what to do.
    """
    with transaction.atomic():
        event = _claim(event_id)
        if event is None or event.created_at > timezone.now() - UNDECLARED_WAITS:
            return False
        event.attempts += 1
        event.settle(Event.State.DEAD, f"No package declares events of the kind {event.kind}.")
        event.save(update_fields=PROGRESS)
    logger.error("%s is given up: %s", event, event.error)
    return True


def _attempt_handlers(event_id: int) -> bool:
    """Run the handlers in one transaction, so that a process that is killed leaves nothing behind.

    Not even the number of attempts: a handler that ends its process every time would be tried for ever. So an event
    that is overdue is first counted and put off, in a transaction of its own, and then tried.
    """
    with transaction.atomic():
        event = _claim(event_id)
        if event is None:
            return False
        if is_counted := event.is_overdue:
            _count(event)
        else:
            _run_handlers(event)
        event.save(update_fields=PROGRESS)
    if is_counted and event.state == Event.State.PENDING:
        _run_counted(event)
    return True


def _count(event: Event) -> None:
    retries = handler_retries()
    if event.has_killed_too_often or event.attempts >= retries.attempts:
        _give_up_unended(event)
    else:
        event.begin()
        event.put_off(timezone.now() + retries.delay(event.attempts), event.error)


def _give_up_unended(event: Event) -> None:
    """Set an event dead whose attempts ended with their processes; the caller saves."""
    told = f"{event.unended} attempts came to no end: each may have ended its process."
    event.settle(Event.State.DEAD, "\n".join(filter(None, [told if event.unended else "", event.error])) or told)
    logger.error("%s is given up: %s", event, event.error)


def _run_counted(counted: Event) -> None:
    with transaction.atomic():
        # `attempts` too: another worker may have counted one more since, and has the event then.
        mine = Event.objects.pending().filter(pk=counted.pk, attempts=counted.attempts)
        # Read anew: its payload may have been replaced since.
        event = mine.select_for_update(skip_locked=True).first()
        if event is not None:
            _run_handlers(event, is_counted=True)
            event.save(update_fields=PROGRESS)


def _run_handlers(event: Event, *, is_counted: bool = False) -> None:
    """Run the handlers that are not done yet, and set the state of the event; the caller saves."""
    waiting = _not_applied(event)
    with _fields_of(event):
        error = _apply(waiting, event)
        # The attempt has come to its end, whatever its result.
        event.unended -= is_counted
        # One handler alone: its failure is known already.
        if error and len(waiting) > 1:
            # Each by itself: the others keep their part, and one knows whose failure it is.
            error = "\n".join(filter(None, [_apply([handler], event) for handler in waiting]))
        if error:
            # A counted attempt was added before it was made.
            event.attempts += not is_counted
            _fail(event, error, handler_retries())
        else:
            _settle_done(event)


def _not_applied(event: Event) -> list[Handler]:
    """Return the handlers that are not done; for an event that never failed, all of them."""
    # Effects of a failed event alone are asked for: that saves a query for all others.
    done = set(event.effects.values_list("handler", flat=True)) if event.error else set()
    return [handler for handler in registry.handlers.get(event.kind, []) if handler.name not in done]


def _record_commit_error(event_id: int, error: Exception) -> None:
    with transaction.atomic():
        event = Event.objects.pending().filter(pk=event_id).select_for_update(skip_locked=True).first()
        if event is not None:
            event.attempts += 1
            # It came to an end, though its transaction left no trace of that.
            event.unended = max(event.unended - 1, 0)
            _fail(event, _cause("commit", error), handler_retries())
            event.save(update_fields=PROGRESS)


def _apply(handlers: list[Handler], event: Event) -> str:
    """Run handlers in a savepoint, their effects' keys first; return the cause of a failure, or an empty string."""
    try:
        with transaction.atomic():
            # Before the handlers: a second run of the same handler fails here by the constraint, and not after its
            # work.
            Effect.objects.bulk_create(Effect(event=event, handler=handler.name) for handler in handlers)
            for handler in handlers:
                handler.run(event)
    except Exception as error:
        # Without a connection nothing can be recorded, and nothing has happened: not the handler's failure.
        if not connection.is_usable():
            raise
        names = ", ".join(handler.name for handler in handlers)
        # The traceback only where one handler ran: of several it is not known yet whose failure it is.
        logger.warning("%s failed for %s", names, event, exc_info=len(handlers) == 1)
        return _cause(names, error)
    return ""


def _attempt_job(event_id: int, job: Job) -> bool:
    event = _lease(event_id, job)
    if event is None:
        return False
    if event.state == Event.State.PENDING:
        _run_job(event, job)
    return True


def _lease(event_id: int, job: Job) -> Event | None:
    """Claim an event and commit, so that no lock is held while a job works outside the database.

    An event whose every attempt ended with its process is given up here, the only place where it is still seen.
    """
    with transaction.atomic():
        event = _claim(event_id)
        if event is None:
            return None
        if event.has_killed_too_often or event.attempts >= job.retries.attempts:
            _give_up_unended(event)
        else:
            event.begin()
            event.leased_until = timezone.now() + job.lease
        event.save(update_fields=PROGRESS)
    return event


def _run_job(event: Event, job: Job) -> None:
    attempt = event.attempts
    with _fields_of(event):
        try:
            job.run(event)
        except GiveUp as error:
            event.settle(Event.State.DEAD, _cause(job.name, error))
        except Exception as error:
            # Any error: a job speaks with servers, whose clients raise errors of their own.
            logger.warning("%s failed", event, exc_info=True)
            _fail(event, _cause(job.name, error), job.retries)
        else:
            _settle_done(event)
            if job.forget:
                event.payload = {}
    event.unended -= 1
    # An attempt that took longer than its lease must not overwrite the result of a later attempt.
    Event.objects.pending().filter(pk=event.pk, attempts=attempt).update(**event.progress())


def _fail(event: Event, error: str, retries: Retries) -> None:
    """Set that the event is tried again later, or that it is dead; the caller saves."""
    if event.attempts >= retries.attempts:
        event.settle(Event.State.DEAD, error)
        # Its error stands in its row alone: it may quote what somebody typed.
        logger.error("%s is given up after %s attempts", event, event.attempts)
    else:
        event.put_off(timezone.now() + retries.delay(event.attempts), error)


def _settle_done(event: Event) -> None:
    """Set that the event is done, and log it; the caller saves."""
    event.settle(Event.State.DONE)
    logger.info("The event is carried out")


def _fields_of(event: Event) -> AbstractContextManager[None]:
    """Return a context in which log lines carry the event and the request that recorded it, as do events it records."""
    return log_fields(request=event.request_id, event=event.pk, kind=event.kind)


def _cause(who: str, error: Exception) -> str:
    # 2,000 letters: an error of the database may hold the whole row.
    return f"{who}: {type(error).__name__}: {error}"[:2000]
