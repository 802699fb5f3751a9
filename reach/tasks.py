"""Celery's task that keeps the tables of counts small."""

from __future__ import annotations

from celery import shared_task

from reach import folding


@shared_task(name="reach.fold_old_days", ignore_result=True)
def fold_old_days() -> None:
    """Fold counts of days older than 13 months into months (Celery task)."""
    folding.fold_old_days()
