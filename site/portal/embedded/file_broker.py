"""Messages as files, each of which appears only when it is complete.

Kombu writes a message into the file that its reader looks for: read in between, it is half a message, which ends the
worker.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport.filesystem import Channel
from kombu.utils.json import dumps


def put_whole(channel: Any, queue: str, payload: Any, **kwargs: Any) -> None:
    """Write a Celery message to a temporary file and rename it, so that nobody reads half. Raises ChannelError.

    Raises ChannelError when the file cannot be written.
    """
    name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
    folder = Path(channel.data_folder_out)
    unfinished = folder / f"{name}.part"
    try:
        unfinished.write_bytes(dumps(payload).encode())
        unfinished.rename(folder / name)
    except OSError as error:
        raise ChannelError(f"Cannot add file {name!r} to directory") from error


def keep_messages_whole() -> None:
    """Patch kombu's file channel so that it writes messages by `put_whole`."""
    Channel._put = put_whole  # type: ignore[assignment,method-assign]
