"""The tables of the outbox, the only record of what is to be done; a broker's message is only a wake-up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.logs.context import REQUEST_ID_LENGTH

# An event that is pending so long after it was due may have ended the processes that tried it.
OVERDUE_AFTER = timedelta(seconds=20)
# No event is put off for so long: the longest delay is fifteen minutes.
MAX_DELAY = timedelta(minutes=20)
# After so many attempts that ended with their processes the event is given up.
MAX_UNENDED = 3


class Stream(models.Model):
    """A stream of events, with the last number given in it; locked by transactions that record, never by workers."""

    # 320: a mail address of 254 characters, the prefix and the kind.
    key = models.CharField(primary_key=True, max_length=320)
    last_seq = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.key


class EventQuerySet(models.QuerySet["Event"]):
    """Queries for events by their state."""

    def pending(self) -> EventQuerySet:
        """Return the outbox events that are not carried out yet."""
        return self.filter(state=Event.State.PENDING)

    def dead(self) -> EventQuerySet:
        """Return the outbox events that were given up."""
        return self.filter(state=Event.State.DEAD)

    def due(self) -> EventQuerySet:
        """Return the pending outbox events whose time has come and that no worker has leased."""
        now = timezone.now()
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        # An event that is due in the far future was recorded before the clock was set back.
        is_due = Q(due_at__lte=now) | Q(due_at__gt=now + MAX_DELAY)
        return self.pending().filter(free, is_due)

    def heads(self) -> EventQuerySet:
        """Return the due outbox events that are the first pending one of their stream, in order of id."""
        # A subquery and no window: the partial index on pending events answers it.
        earlier = Event.objects.pending().filter(stream=OuterRef("stream"), seq__lt=OuterRef("seq"))
        return self.due().filter(~Exists(earlier)).order_by("id")


class Event(models.Model):
    """An event that was recorded, with the state of its execution."""

    class State(models.IntegerChoices):
        """The state of an event."""

        PENDING = 0, _("pending")
        DONE = 1, _("done")
        DEAD = 2, _("dead")

    stream = models.CharField(max_length=320)
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=80)
    payload = models.JSONField()
    key = models.CharField(max_length=320, blank=True)
    # The request that recorded it; a reused event keeps that of the first. In the database too: during an upgrade the
    # old release records events without it.
    request_id = models.CharField(max_length=REQUEST_ID_LENGTH, blank=True, default="", db_default="")
    state = models.PositiveSmallIntegerField(choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    # Attempts that were begun and not ended: the current one, and those that ended with their processes.
    unended = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    # Only events with a job have a lease.
    leased_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "seq"], name="outbox_event_place")]
        # Workers look only at pending events, which are very few beside those that are done.
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(state=0), name="outbox_event_pending"),
            models.Index(fields=["stream", "seq"], condition=Q(state=0), name="outbox_event_heads"),
            models.Index(fields=["kind", "key"], condition=Q(state=0), name="outbox_event_coalesced"),
            models.Index(fields=["id"], condition=Q(state=2), name="outbox_event_dead"),
            models.Index(fields=["settled_at"], condition=Q(state=1), name="outbox_event_done"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.aggregate} ({self.pk})"

    @property
    def aggregate(self) -> str:
        """Return the name of the object that the event is about, such as "page:12"."""
        return self.stream.removesuffix(stream_suffix(self.kind))

    @property
    def is_overdue(self) -> bool:
        """Return whether the event has been due for so long that attempts may have ended their processes."""
        return timezone.now() - self.due_at > OVERDUE_AFTER

    @property
    def has_killed_too_often(self) -> bool:
        """Return whether so many attempts ended with their processes that no further one is made."""
        return self.unended >= MAX_UNENDED

    def begin(self) -> None:
        """Count an attempt at the event in its fields before it is made; not saved."""
        self.attempts += 1
        self.unended += 1

    def settle(self, state: State, error: str = "") -> None:
        """Set the fields of an event to its final state (done or dead), with an error; not saved."""
        self.state, self.error, self.settled_at, self.leased_until = state, error, timezone.now(), None

    def put_off(self, until: datetime, error: str) -> None:
        """Set the event's next time, its last error, and no lease, for a later attempt; not saved."""
        self.due_at, self.error, self.leased_until = until, error, None

    def progress(self) -> dict[str, Any]:
        """Return {name: value} of the fields that a worker changes on an event, for a database update."""
        return {name: getattr(self, name) for name in PROGRESS}


PROGRESS = ("payload", "state", "attempts", "unended", "error", "due_at", "leased_until", "settled_at")


def stream_suffix(kind: str) -> str:
    """Return the suffix that puts events with a job into a stream apart from those with handlers."""
    return f" > {kind}"


class Effect(models.Model):
    """The record that a handler has done its part for an event; the unique pair makes it happen only once."""

    # Without an index of its own: the constraint's begins with the event.
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="effects", db_index=False)
    handler = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "handler"], name="outbox_effect_once")]

    def __str__(self) -> str:
        return f"{self.handler} for event {self.event_id}"
