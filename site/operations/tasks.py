"""Celery tasks of operations that run on a schedule."""

from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from operations.alerts.watch import watch as watch_once
from operations.backup import schedule
from operations.mirror.folder import MirrorFolder
from operations.mirror.making import make
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


# A pass that takes longer is continued by the next one: the worker has other work too.
MIRROR_SECONDS = 60


@shared_task(name="operations.mirror", ignore_result=True)
def mirror() -> None:
    """Write what has changed into the mirror, for a minute at most, where one is kept (Celery task)."""
    if settings.MIRROR_DIR:
        make(MirrorFolder(Path(settings.MIRROR_DIR)), seconds=MIRROR_SECONDS)
