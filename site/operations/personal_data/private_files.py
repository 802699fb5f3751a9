"""Write files that only their owner reads."""

from __future__ import annotations

import os
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Write a text to a file that only this user can read (mode 0600), replacing it only when whole."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # Never opened with more rights, not even for a moment; a file or link of the name is not written through.
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
        # replace() is one step: a reader finds the old file or the whole new one.
        half.replace(path)
    finally:
        # After the replacement there is none; after an error it goes.
        half.unlink(missing_ok=True)
