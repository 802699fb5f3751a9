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
    """Return the folder in which a development machine keeps mails as files."""
    return Path(getattr(settings, "EMAIL_FILE_PATH", None) or Path(settings.DATA) / "mail")


def delete_mails(markers: Markers) -> int:
    """Delete each mail kept in a file that names a person, in headers or texts; return how many."""
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
    """Split the bytes of a file of Django's mail backend into its mails."""
    parts = data.split(END_OF_MAIL + b"\n")
    return [part for part in parts if part.strip()]


def is_about(mail: bytes, markers: Markers) -> bool:
    """Return whether a mail names a person by these marks, in its decoded headers or parts."""
    # First as it is, then decoded: headers and parts may be in base64.
    if markers.found_in(mail.decode("utf-8", "replace")):
        return True
    return any(markers.found_in(text) for text in texts_of(email.message_from_bytes(mail)))


def texts_of(message: Message) -> Iterator[str]:
    """Yield the decoded headers and parts of a mail."""
    for value in message.values():
        try:
            yield str(make_header(decode_header(str(value))))
        # An unknown charset, or a header that is broken.
        except (LookupError, ValueError):
            yield str(value)
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            # A text part without encoding comes as str.
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
    # The folder has mails of all: the new file must not be open to others.
    half.write_bytes(data)
    half.chmod(0o600)
    half.replace(path)


def redact_logs(markers: Markers) -> int:
    """Remove a person's marks from *.log files in the data folder; return how many files changed."""
    changed = 0
    for path in sorted(Path(settings.DATA).glob("*.log")):
        # surrogateescape keeps bytes that are no UTF-8 as they are.
        text = path.read_text(errors="surrogateescape")
        if (new := "\n".join(markers.redact(line) for line in text.split("\n"))) != text:
            # In its place: whoever writes it goes on writing the same file.
            # newline="": otherwise Python would change the ends of lines on some systems.
            with path.open("r+", errors="surrogateescape", newline="") as file:
                file.write(new)
                file.truncate()
            changed += 1
    return changed


def delete_old_mails(older_than: timedelta) -> int:
    """Delete kept mail files last written longer ago than this; return how many."""
    end = time.time() - older_than.total_seconds()
    old = [path for path in mail_folder().glob("*") if path.is_file() and path.stat().st_mtime < end]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
