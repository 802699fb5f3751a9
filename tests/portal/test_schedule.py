"""Tasks that beat sends are known to the worker."""

from __future__ import annotations

import pytest

from portal import celery


@pytest.mark.django_db  # Celery runs Django's checks first, and one of them asks who belongs to the programme
def test_every_scheduled_task_exists():
    celery.app.loader.import_default_modules()
    assert {entry["task"] for entry in celery.SCHEDULE.values()} <= set(celery.app.tasks)
