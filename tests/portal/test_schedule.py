"""What beat sends is a task that a worker knows."""

from __future__ import annotations

from portal import celery


def test_every_scheduled_task_exists():
    celery.app.loader.import_default_modules()
    assert {entry["task"] for entry in celery.SCHEDULE.values()} <= set(celery.app.tasks)
