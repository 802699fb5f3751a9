"""A worker that gets no messages any more, though it runs: it finds the file `deaf` when it is ready."""

from __future__ import annotations

from typing import Any

from celery.signals import worker_ready
from django.conf import settings


@worker_ready.connect(dispatch_uid="drill-stop-consuming")
def stop_consuming(sender: Any, **_: Any) -> None:
    mark = settings.DATA / "deaf"
    if mark.exists():
        # A worker that starts after it consumes again.
        mark.unlink()
        for queue in list(sender.app.amqp.queues.consume_from):
            sender.cancel_task_queue(queue)
