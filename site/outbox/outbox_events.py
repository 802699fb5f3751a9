"""The kinds of events that the outbox itself carries out."""

from __future__ import annotations

from typing import Any, TypedDict

from outbox import declare


class TaskPayload(TypedDict):
    """A call of a task of django-tasks; `task` is its dotted path."""

    task: str
    args: list[Any]
    kwargs: dict[str, Any]


class MailPayload(TypedDict):
    """A mail to one address, as outbox.mail.send takes it."""

    to: str
    subject: str
    text: str
    html: str | None
    language: str | None
    headers: dict[str, str]
    identity: str | None
    concerning: str


TASK_RUN = declare("task.run", TaskPayload)
MAIL_SEND = declare("mail.send", MailPayload)
