"""The exception by which an archive is refused."""

from __future__ import annotations


class ArchiveError(Exception):
    """An archive that is damaged, hostile, or of another version; the message says what is wrong and where."""
