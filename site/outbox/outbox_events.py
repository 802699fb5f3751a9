"""Declared events of the outbox itself: calls of background tasks."""

from __future__ import annotations

from typing import Any, TypedDict

from outbox import declare


class TaskPayload(TypedDict):
    """A call of a task of django-tasks; `task` is its dotted path."""

    task: str
    args: list[Any]
    kwargs: dict[str, Any]


TASK_RUN = declare("task.run", TaskPayload)
