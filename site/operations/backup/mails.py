"""The mail that tells administrators that a backup, or a trial of one, failed."""

from __future__ import annotations

from django.db import DatabaseError, transaction
from django.utils import timezone

from mail import sending
from mail.composer import compose
from operations.models import BackupRun
from orgs.permissions import administrators

TEMPLATE = "operations/mail/backup_failed"


def tell_of_failure(run: BackupRun) -> None:
    """Queue a mail to all administrators about a failed run, once a day for each kind of run."""
    identity = f"operations.{run.kind}-failed.{timezone.localdate():%Y-%m-%d}"
    # Another failed run of the same kind today: then the mail has been sent already.
    already = BackupRun.objects.filter(kind=run.kind, ok=False, ended_at__date=timezone.localdate())
    try:
        if already.exclude(pk=run.pk).exists():
            return
        with transaction.atomic():
            for person in administrators():
                composed = compose(TEMPLATE, person.language, {"person": person, "run": run})
                sending.send(
                    person.email, composed.subject, composed.text, composed.html, person.language,
                    # With the address, which send() adds, it is one mail a day for each administrator.
                    key=identity, identity=identity,
                )  # fmt: skip
    except DatabaseError:
        # The failure may be the database's; who looks at the command or at `doctor` learns it there.
        return
