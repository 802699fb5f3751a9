"""Celery tasks of common that run on a schedule."""

from __future__ import annotations

from celery import shared_task

from common import rate_limit


@shared_task(name="common.delete_expired_counts", ignore_result=True)
def delete_expired_counts() -> None:
    """Delete expired hit counts of rate limits (periodic task)."""
    rate_limit.delete_expired()
