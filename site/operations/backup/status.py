"""The status of the portal's backups, from its own records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from operations.backup.configuration import is_set_up
from operations.models import BackupRun


@dataclass(frozen=True)
class BackupStatus:
    """When the newest backup was begun and the newest trial ended; None for never."""

    is_set_up: bool = False
    made_at: datetime | None = None
    made_bytes: int = 0
    # Of the newest attempt, where it failed: why.
    backup_failed: str = ""
    tried_at: datetime | None = None
    trial_failed: str = ""
    # What the newest good trial said: how much it compared.
    trial_message: str = ""


def backup_status() -> BackupStatus:
    """Return the state of backups: whether set up, the last good one, its size, failures and the last trial."""
    made, attempted = newest_run(BackupRun.Kind.BACKUP, ok=True), newest_run(BackupRun.Kind.BACKUP)
    tried, good = newest_run(BackupRun.Kind.TRIAL), newest_run(BackupRun.Kind.TRIAL, ok=True)
    return BackupStatus(
        is_set_up=is_set_up(),
        made_at=made.began_at if made else None,
        made_bytes=made.bytes if made else 0,
        backup_failed=failure_message(attempted),
        tried_at=tried.ended_at if tried else None,
        trial_failed=failure_message(tried),
        trial_message=good.message if good else "",
    )


def newest_run(kind: BackupRun.Kind, *, ok: bool | None = None) -> BackupRun | None:
    """Return the newest ended backup run of this kind, optionally only good (ok=True) or failed ones, or None."""
    runs = BackupRun.objects.filter(kind=kind).exclude(ended_at=None)
    if ok is not None:
        runs = runs.filter(ok=ok)
    return runs.order_by("-began_at").first()


def failure_message(run: BackupRun | None) -> str:
    """Return the message of a failed backup run, empty for a good one or none."""
    return run.message if run and not run.ok else ""
