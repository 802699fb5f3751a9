"""Celery tasks of operations that run on a schedule."""

from celery import shared_task
from django.utils import timezone

from operations.alerts.watch import watch as watch_once
from operations.backup import schedule
from operations.models import Heartbeat
from operations.personal_data.retention import delete_expired_data
from operations.stray_files import delete_stray_files


@shared_task(name="operations.heartbeat", ignore_result=True)
def heartbeat() -> None:
    """Record the time of a sign of life of beat, broker and worker (for operations.doctor)."""
    Heartbeat.objects.update_or_create(name=Heartbeat.Name.BEAT, defaults={"at": timezone.now()})


@shared_task(name="operations.back_up", ignore_result=True)
def back_up() -> None:
    """Start a backup, or a trial restore of one, in its own process if one is due."""
    schedule.start_what_is_due()


@shared_task(name="operations.delete_expired_data", ignore_result=True)
def delete_expired() -> None:
    """Delete personal data whose retention time is over (operations.personal_data.retention)."""
    delete_expired_data()


@shared_task(name="operations.delete_stray_files", ignore_result=True)
def delete_strays() -> None:
    """Delete pictures and documents over a week old that no row names, unless over half of all (Celery task)."""
    delete_stray_files()


@shared_task(name="operations.watch", ignore_result=True)
def watch() -> None:
    """Read the figures of the portal and tell of alerts, unless a web process did it just now (Celery task)."""
    watch_once()
