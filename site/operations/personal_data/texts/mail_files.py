"""Mails and log lines that are kept as files: those that name a person go."""

from __future__ import annotations

import email
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path

from django.conf import settings

from operations.personal_data.texts.markers import Markers

# Django's backend writes this line after each mail.
END_OF_MAIL = b"-" * 79


def mail_folder() -> Path:
    """Return where mails are kept, on one's own machine."""
    return Path(getattr(settings, "EMAIL_FILE_PATH", None) or Path(settings.DATA) / "mail")


def delete_mails(markers: Markers) -> int:
    """Delete each kept mail that names a person, in its head or anywhere in its texts. Return how many."""
    deleted = 0
    for path in sorted(mail_folder().glob("*")):
        if path.is_file():
            mails = mails_in(path.read_bytes())
            kept = [mail for mail in mails if not is_about(mail, markers)]
            if len(kept) < len(mails):
                deleted += len(mails) - len(kept)
                _replace(path, b"".join(mail + END_OF_MAIL + b"\n" for mail in kept))
    return deleted


def mails_in(data: bytes) -> list[bytes]:
    """Return the mails of a file, as Django writes several into one."""
    parts = data.split(END_OF_MAIL + b"\n")
    return [part for part in parts if part.strip()]


def is_about(mail: bytes, markers: Markers) -> bool:
    """Return whether a mail names a person, however its parts are encoded."""
    if markers.found_in(mail.decode("utf-8", "replace")):
        return True
    return any(markers.found_in(text) for text in texts_of(email.message_from_bytes(mail)))


def texts_of(message: Message) -> Iterator[str]:
    """Yield the headers and the parts of a mail as people read them."""
    for value in message.values():
        try:
            yield str(make_header(decode_header(str(value))))
        except (LookupError, ValueError):
            yield str(value)
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            data = content if isinstance(content, bytes) else str(content).encode()
            try:
                yield data.decode(part.get_content_charset() or "utf-8", "replace")
            except LookupError:
                yield data.decode("utf-8", "replace")


def _replace(path: Path, data: bytes) -> None:
    if not data:
        path.unlink(missing_ok=True)
        return
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_bytes(data)
    half.chmod(0o600)
    half.replace(path)


def redact_logs(markers: Markers) -> int:
    """Take a person out of files of the log that somebody keeps in the portal's folder. Return how many changed."""
    changed = 0
    for path in sorted(Path(settings.DATA).glob("*.log")):
        text = path.read_text(errors="surrogateescape")
        if (new := "\n".join(markers.redact(line) for line in text.split("\n"))) != text:
            # In its place: whoever writes it goes on writing the same file.
            with path.open("r+", errors="surrogateescape", newline="") as file:
                file.write(new)
                file.truncate()
            changed += 1
    return changed


def delete_old_mails(older_than: timedelta) -> int:
    """Delete files of mails that were last written longer ago. Return how many."""
    end = time.time() - older_than.total_seconds()
    old = [path for path in mail_folder().glob("*") if path.is_file() and path.stat().st_mtime < end]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
