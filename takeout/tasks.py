"""Celery's task that deletes archives whose time is over."""

from __future__ import annotations

from celery import shared_task

from takeout.requests import delete_expired


@shared_task(name="takeout.delete_expired", ignore_result=True)
def delete_expired_archives() -> None:
    """Delete the files of archives after 48 hours, and requests after 30 days (Celery task)."""
    delete_expired()
