"""Recording backups and trials, so that people and `doctor` see what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from operations.backup.errors import BackupBusyError
from operations.backup.mails import tell_of_failure
from operations.models import BackupRun

# A run ends itself at its deadline; what is still open much later died.
DEADLINE = timedelta(hours=3)
DIED = "Its process ended before it was done: the machine went down, or its memory was full."
KEPT_FOR = timedelta(days=90)


@contextmanager
def recorded(kind: BackupRun.Kind) -> Iterator[BackupRun]:
    """Record a backup run and its block's result; mail a failure to administrators. BackupBusyError: no record or mail.

    The block fills in the rest of the record.

    One that gave way to another is not recorded. Where the database takes no record the run is made all the same.
    """
    run = BackupRun(kind=kind, began_at=timezone.now())
    save_run(run)
    try:
        yield run
    except BackupBusyError:
        if run.pk:
            run.delete()
        raise
    # BaseException: a run that its deadline or Ctrl+C ended is a failed one.
    except BaseException as error:
        end_run(run, ok=False, message=str(error) or type(error).__name__)
        raise
    end_run(run, ok=True, message=run.message)


def save_run(run: BackupRun) -> None:
    """Save the record of a backup run; a database error (no table yet) is ignored."""
    try:
        run.save()
    except DatabaseError:
        # It is backed up because it must be, also when it is ahead of its migrations.
        connection.close()


def end_run(run: BackupRun, *, ok: bool, message: str) -> None:
    """Save the end of a backup run with its result and message; mail the administrators when it failed."""
    # The column has 500 characters.
    run.ended_at, run.ok, run.message = timezone.now(), ok, message[:500]
    save_run(run)
    # Without a row there is no database to queue a mail in.
    if run.pk and not ok:
        tell_of_failure(run)


def end_dead_runs() -> None:
    """Mark unfinished backup runs past the deadline as failed, mail administrators; delete records over 90 days old."""
    now = timezone.now()
    with transaction.atomic():
        # Locked: two beats must not both mail about the same run.
        dead = list(BackupRun.objects.select_for_update().filter(ended_at=None, began_at__lt=now - DEADLINE))
        for run in dead:
            end_run(run, ok=False, message=DIED)
        BackupRun.objects.filter(began_at__lt=now - KEPT_FOR).delete()
