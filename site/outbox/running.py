"""Carrying out one event: in a transaction when it stays in the database, under a lease outside it."""

from __future__ import annotations

import logging

from django.db import connection, transaction
from django.utils import timezone

from outbox.models import PROGRESS, Effect, Event
from outbox.registry import GiveUp, Handler, Performer, handlers_of, performer_of
from outbox.retries import Retries, of_handlers

logger = logging.getLogger(__name__)


def run(event_id: int, kind: str) -> bool:
    """Make one attempt at an event. False when it is no longer due, or in another worker's hands.

    Raises OperationalError or InterfaceError when the database goes away; the event is then as it was before.
    """
    performer = performer_of(kind)
    return _perform(event_id, performer) if performer else _handle(event_id)


def _claim(event_id: int) -> Event | None:
    """The event, if it is due and free, locked for the current transaction (on SQLite the write lock does it)."""
    return Event.objects.due().filter(pk=event_id).select_for_update(skip_locked=True).first()


def _handle(event_id: int) -> bool:
    with transaction.atomic():
        event = _claim(event_id)
        if event is None:
            return False
        done = set(event.effects.values_list("handler", flat=True))
        failures = [_apply(handler, event) for handler in handlers_of(event.kind) if handler.name not in done]
        error = "\n".join(filter(None, failures))
        if error:
            event.attempts += 1
            _fail(event, error, of_handlers())
        else:
            event.settle(Event.State.DONE)
        event.save(update_fields=PROGRESS)
    return True


def _apply(handler: Handler, event: Event) -> str:
    """Run one handler in its own savepoint, its key first; tell why it failed, or nothing."""
    try:
        with transaction.atomic():
            Effect.objects.create(event=event, handler=handler.name)
            handler.run(event)
    except Exception as error:
        # Without a connection nothing can be recorded, and nothing has happened: not the handler's failure.
        if not connection.is_usable():
            raise
        logger.warning("%s failed for %s", handler.name, event, exc_info=True)
        return _cause(handler.name, error)
    return ""


def _perform(event_id: int, performer: Performer) -> bool:
    event = _lease(event_id, performer)
    if event is None:
        return False
    if event.state == Event.State.PENDING:
        _attempt(event, performer)
    return True


def _lease(event_id: int, performer: Performer) -> Event | None:
    """Claim an event and commit, so that no lock is held while the work is done outside.

    An event whose every attempt ended with its process is given up here, where alone it is still seen.
    """
    with transaction.atomic():
        event = _claim(event_id)
        if event is None:
            return None
        if event.attempts >= performer.retries.attempts:
            event.settle(Event.State.DEAD, event.error or "No attempt came to an end within its lease.")
        else:
            event.attempts += 1
            event.leased_until = timezone.now() + performer.lease
        event.save(update_fields=PROGRESS)
    return event


def _attempt(event: Event, performer: Performer) -> None:
    attempt = event.attempts
    try:
        performer.run(event)
    except GiveUp as error:
        event.settle(Event.State.DEAD, _cause(event.kind, error))
    except Exception as error:
        logger.warning("%s failed", event, exc_info=True)
        _fail(event, _cause(event.kind, error), performer.retries)
    else:
        event.settle(Event.State.DONE)
        if performer.forget:
            event.payload = {}
    # Whoever outlived his lease must not overwrite what a later attempt has written.
    Event.objects.pending().filter(pk=event.pk, attempts=attempt).update(**event.progress())


def _fail(event: Event, error: str, retries: Retries) -> None:
    """Set when the event is tried again, or that it is not; the caller saves."""
    if event.attempts >= retries.attempts:
        event.settle(Event.State.DEAD, error)
        logger.error("%s is given up after %s attempts: %s", event, event.attempts, error)
    else:
        event.put_off(timezone.now() + retries.delay(event.attempts), error)


def _cause(who: str, error: Exception) -> str:
    return f"{who}: {type(error).__name__}: {error}"[:2000]
