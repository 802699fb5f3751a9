"""Lines of the log: what people typed cannot begin one, and no secret stands in one."""

from __future__ import annotations

import logging

from common.secret_paths import without_secrets
from common.typed_text.characters import one_line


class OneLineFormatter(logging.Formatter):
    """Writes each message in one line; only a traceback has several."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name of logging's method
        record.message = without_secrets(one_line(record.message))
        return super().formatMessage(record)
