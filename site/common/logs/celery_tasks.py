"""Request ids in Celery: a task carries the id of the request that sent it, and its log lines too."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import Any

from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun

from common.logs.context import current_request_id, is_request_id, log_fields, new_request_id

HEADER = "neary_request"
# {id of a task that runs now: what ends its log fields}.
_running: dict[str, ExitStack] = {}


@setup_logging.connect(dispatch_uid="common-keep-logging")
def keep_logging(loglevel: int | str | None = None, **_: Any) -> None:
    """Keep the portal's formatters in worker and beat, with the level that Celery was started with (receiver)."""
    if loglevel:
        logging.getLogger().setLevel(loglevel)


@before_task_publish.connect(dispatch_uid="common-send-request-id")
def send_request_id(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """Add the current request's id to the headers of a task that is sent (receiver)."""
    if headers is not None and (request_id := current_request_id()):
        headers[HEADER] = request_id


@task_prerun.connect(dispatch_uid="common-begin-task-fields")
def begin(task_id: str, task: Any, **_: Any) -> None:
    """Give the log lines of a task its name, and the id of the request that sent it or a new one (receiver)."""
    given = getattr(task.request, HEADER, None) or (getattr(task.request, "headers", None) or {}).get(HEADER)
    fields = ExitStack()
    request_id = str(given) if is_request_id(given) else new_request_id()
    fields.enter_context(log_fields(request=request_id, task=task.name))
    _running[task_id] = fields


@task_postrun.connect(dispatch_uid="common-end-task-fields")
def end(task_id: str, **_: Any) -> None:
    """Remove the log fields of a task that has ended (receiver)."""
    if fields := _running.pop(task_id, None):
        fields.close()
