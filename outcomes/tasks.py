"""Celery's task that reminds organizations of recommendations without an answer."""

from __future__ import annotations

from celery import shared_task

from outcomes.reminders import record_due_reminders


@shared_task(name="outcomes.remind", ignore_result=True)
def remind() -> None:
    """Record the due reminders about recommendations unanswered for 90 days, one an organization (Celery task)."""
    record_due_reminders()
