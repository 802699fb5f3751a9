"""The record of backups that were made and tried."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class BackupRun(models.Model):
    """A backup that was made, or tried by restoring it into a scratch database; also one that failed."""

    class Kind(models.TextChoices):
        """The kind of a run: making a backup, or restoring one on trial."""

        BACKUP = "backup", "backup"
        TRIAL = "trial", "trial"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    began_at = models.DateTimeField()
    # Empty while its process works, or after it died.
    ended_at = models.DateTimeField(null=True, blank=True)
    ok = models.BooleanField(default=False)
    # The name of the backup, and what became of it in one sentence.
    archive = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=500, blank=True)
    # What was written, or tried.
    bytes = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "-began_at"], name="operations_run_newest")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.began_at:%Y-%m-%d %H:%M}"
