"""The exceptions of backups; each message is one sentence that says what is wrong and what to do."""

from __future__ import annotations


class BackupError(Exception):
    """A backup cannot be made, read or restored."""


class BackupDamagedError(BackupError):
    """The error when the data in a location is not what was written there."""


class BackupBusyError(BackupError):
    """Another backup or restore works in the location."""
