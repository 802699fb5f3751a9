"""Celery's door to what common does by the clock."""

from __future__ import annotations

from celery import shared_task

from common import rate_limit


@shared_task(name="common.delete_expired_counts", ignore_result=True)
def delete_expired_counts() -> None:
    """Delete counts of hits whose time is over."""
    rate_limit.delete_expired()
