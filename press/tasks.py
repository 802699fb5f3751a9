"""Celery's tasks of the press review."""

from __future__ import annotations

from celery import shared_task

from press.polling import rounds, storing


@shared_task(name="press.record_round", ignore_result=True)
def record_round() -> None:
    """Record the job that reads feeds, where a source is due (Celery task)."""
    rounds.record_round()


@shared_task(name="press.delete_old_items", ignore_result=True)
def delete_old_items() -> None:
    """Delete items that their feeds have not listed for 30 days (Celery task)."""
    storing.delete_old_items()
