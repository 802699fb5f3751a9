"""A formatter for the log: one line a message, and no secrets."""

from __future__ import annotations

import logging

from common.secret_paths import without_secrets
from common.typed_text.characters import one_line


class OneLineFormatter(logging.Formatter):
    """A log formatter that writes each message in one line; only a traceback has several.

    Otherwise typed text could forge a line of the log.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name of logging's method
        """Return the formatted message in one line and without secrets."""
        record.message = without_secrets(one_line(record.message))
        return super().formatMessage(record)
