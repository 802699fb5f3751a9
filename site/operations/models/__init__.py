"""The tables of operations: which backups were made and tried, who was erased, and which processes live."""

from __future__ import annotations

from operations.models.backup_run import BackupRun
from operations.models.erasures import Erasure
from operations.models.heartbeat import Heartbeat

__all__ = ["BackupRun", "Erasure", "Heartbeat"]
