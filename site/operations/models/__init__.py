"""Models about running the portal: runs of backups and heartbeats."""

from __future__ import annotations

from operations.models.backup_run import BackupRun
from operations.models.erasures import Erasure
from operations.models.heartbeat import Heartbeat

__all__ = ["BackupRun", "Erasure", "Heartbeat"]
