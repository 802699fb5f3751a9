"""A backend of django-tasks that keeps background tasks of Wagtail and other libraries as events."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskContext, TaskResult, TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from outbox.models import Event
from outbox.outbox_events import TASK_RUN, TaskPayload
from outbox.recording import record
from outbox.registry import job

logger = logging.getLogger(__name__)

# Seconds. Wagtail's tasks write a few rows; one that was lost with its process is made again after this.
LEASE = 30


class OutboxBackend(BaseTaskBackend):
    """The task backend: records a task in the caller's transaction, or in one of its own.

    Waiting calls of one task with the same arguments become one: Wagtail asks for the same index entry at every
    autosave.
    """

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Record a django-tasks call as an outbox event, once while the same call waits. TypeError if it is no JSON.

        Raises TypeError for arguments that are not JSON, InvalidTaskError as django-tasks does.
        """
        self.validate_task(task)
        payload = TaskPayload(task=task.module_path, args=normalize_json(args), kwargs=normalize_json(kwargs))
        call = _call(payload)
        # Wagtail also enqueues outside of a transaction. Inside one no savepoint: nobody goes on after an error here.
        with transaction.atomic(savepoint=False):
            event = record(TASK_RUN, call, payload, key=call)
        return _result(event, task)


@job(TASK_RUN, name="outbox.task", lease=LEASE)
def run(event: Event) -> None:
    """Run the django-task recorded in an outbox event; if an object it needs is gone, only log that (outbox job)."""
    task: Task = import_string(event.payload["task"])
    context = [TaskContext(task_result=_result(event, task))] if task.takes_context else []
    try:
        task.call(*context, *event.payload["args"], **event.payload["kwargs"])
    # The object was deleted after the task was recorded.
    except ObjectDoesNotExist as error:
        logger.info("%s: %s", event, error)


def _call(payload: TaskPayload) -> str:
    """Return a name for a call of a task: its path and arguments, long arguments as a hash."""
    arguments = json.dumps([payload["args"], payload["kwargs"]], sort_keys=True)
    # `key` has 320 characters; most calls are short and readable, which helps in the list of dead letters.
    if len(arguments) > 120:
        arguments = hashlib.sha256(arguments.encode()).hexdigest()
    return f"{payload['task']} {arguments}"


def _result(event: Event, task: Task) -> TaskResult:
    return TaskResult(
        task=task,
        id=str(event.pk),
        status=TaskResultStatus.READY,
        enqueued_at=event.created_at,
        started_at=None,
        finished_at=None,
        last_attempted_at=timezone.now() if event.attempts else None,
        args=event.payload["args"],
        kwargs=event.payload["kwargs"],
        backend=task.backend,
        errors=[],
        worker_ids=[],
    )
