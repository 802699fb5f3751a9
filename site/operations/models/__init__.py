"""What is kept about running the portal."""

from operations.models.backup_run import BackupRun

__all__ = ["BackupRun"]
