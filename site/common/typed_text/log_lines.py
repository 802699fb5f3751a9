"""A formatter for the log: one line a message, no secrets, and nobody's mail address."""

from __future__ import annotations

import logging
import re

from common.secret_paths import without_secrets
from common.typed_text.characters import one_line

# Also where a library's error or a traceback quotes it: people stand in the log by number.
MAIL_ADDRESS = re.compile(r"[\w.!#$&'*+/=?^`{|}~-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.IGNORECASE)


class OneLineFormatter(logging.Formatter):
    """A log formatter that writes each message in one line; only a traceback has several.

    Otherwise typed text could forge a line of the log.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return a log record as text with its traceback, each mail address replaced by [address]."""
        return MAIL_ADDRESS.sub("[address]", super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name of logging's method
        """Return a log record's message as one line, without secrets."""
        record.message = without_secrets(one_line(record.message))
        return super().formatMessage(record)
