"""The schedule of backups: one every hour, and a trial of the newest one once a week.

Each is a process of its own: a worker of the embedded way has one thread, and would carry out nothing else for minutes.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from operations.backup.configuration import is_set_up
from operations.backup.runs import DEADLINE, end_dead_runs
from operations.models import BackupRun

# Beat looks so often; a backup begins so much earlier than its hour, to be made when that is over.
EARLIER = timedelta(minutes=10)
TRIAL_EVERY = timedelta(days=7)
# After a failure the next attempt waits.
BACKUP_AGAIN = timedelta(minutes=15)
TRIAL_AGAIN = timedelta(days=1)

_started: list[subprocess.Popen[bytes]] = []


def start_what_is_due() -> None:
    """Mark dead runs as failed, start a due backup or trial restore as a process; do nothing while backups are off."""
    # poll() also takes a finished process off the system's list (a zombie otherwise).
    _started[:] = [process for process in _started if process.poll() is None]
    if not is_set_up() or settings.BACKUP_EVERY_HOURS <= 0:
        return
    end_dead_runs()
    now = timezone.now()
    if is_backup_due(now):
        start_command("backup", "--background")
    elif is_trial_due(now):
        start_command("backup", "--background", "--try")


def is_backup_due(now: datetime) -> bool:
    """Return whether no backup succeeded within the set hours, and none failed just now.

    One that is still being made may be dead: the next sees that by the lock, and gives way to a living one.
    """
    runs = BackupRun.objects.filter(kind=BackupRun.Kind.BACKUP)
    # A run that began ten minutes before the hour counts for it.
    every = timedelta(hours=settings.BACKUP_EVERY_HOURS) - EARLIER
    if runs.filter(ok=True, began_at__gt=now - every).exists():
        return False
    return not runs.filter(ok=False, began_at__gt=now - BACKUP_AGAIN).exists()


def is_trial_due(now: datetime) -> bool:
    """Return whether a backup exists and no trial restore is running, succeeded this week or failed just now."""
    if not BackupRun.objects.filter(kind=BackupRun.Kind.BACKUP, ok=True).exists():
        return False
    runs = BackupRun.objects.filter(kind=BackupRun.Kind.TRIAL)
    is_running = runs.filter(ended_at=None, began_at__gt=now - DEADLINE).exists()
    good = runs.filter(ok=True, began_at__gt=now - TRIAL_EVERY).exists()
    failed = runs.filter(ok=False, ended_at__isnull=False, began_at__gt=now - TRIAL_AGAIN).exists()
    return not (is_running or good or failed)


def start_command(*command: str) -> None:
    """Start a command of manage.py as a process in the background, with these arguments."""
    _started.append(
        subprocess.Popen(  # noqa: S603 - our own interpreter and command
            [sys.executable, str(settings.REPOSITORY / "manage.py"), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # A session of its own: a worker that is stopped must not take a running backup with it.
            start_new_session=True,
        )
    )
