"""What is kept about running the portal."""

from operations.models.backup_run import BackupRun
from operations.models.heartbeat import Heartbeat

__all__ = ["BackupRun", "Heartbeat"]
