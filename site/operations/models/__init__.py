"""Models about running the portal: runs of backups, heartbeats, samples and alerts."""

from __future__ import annotations

from operations.models.backup_run import BackupRun
from operations.models.erasures import Erasure
from operations.models.heartbeat import Heartbeat
from operations.models.watching import Alert, AlertMail, Sample

__all__ = ["Alert", "AlertMail", "BackupRun", "Erasure", "Heartbeat", "Sample"]
