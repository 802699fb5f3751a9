"""The formatters of the log: readable lines on one's own machine, JSON lines in production."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from common.logs.context import current_fields
from common.logs.redaction import redacted
from common.typed_text.characters import one_line

# Frames of a traceback, the innermost ones, and exceptions that caused each other.
MOST_FRAMES, MOST_CAUSES = 30, 5


class OneLineFormatter(logging.Formatter):
    """A log formatter that writes each message in one line; only a traceback has several.

    Otherwise typed text could forge a line of the log.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return a log record as text with its fields and traceback, redacted."""
        return redacted(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name of logging's method
        """Return a log record's message as one line, with the fields of its request or event."""
        record.message = one_line(record.message)
        told = " ".join(f"{name}={value}" for name, value in fields_of(record).items())
        return super().formatMessage(record) + (f" [{told}]" if told else "")


class JsonFormatter(logging.Formatter):
    """A log formatter that writes each record as one line of JSON, without texts of exceptions.

    An exception's text quotes what somebody typed, such as the row that a database refuses: of exceptions it writes
    only kind, code and the places in the code.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return a log record as one line of JSON, redacted."""
        written: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redacted(one_line(message_without_errors(record)))[:2000],
            **fields_of(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            written["error"] = [error_told(error) for error in causes(record.exc_info[1])]
        return json.dumps(written, ensure_ascii=False, default=lambda value: type(value).__name__)


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return the fields of a log line: those of its request, task or event, and its own `fields`."""
    fields = {**current_fields(), **getattr(record, "fields", {})}
    # Django logs a refused request after its middleware has ended, and gives the request along.
    if request_id := getattr(getattr(record, "request", None), "request_id", ""):
        fields.setdefault("request", request_id)
    return {name: value for name, value in fields.items() if value != ""}


def message_without_errors(record: logging.LogRecord) -> str:
    """Return the message of a log record, with the kind of each exception in place of its text."""
    arguments = record.args
    if isinstance(arguments, tuple):
        arguments = tuple(kind_of(part) if isinstance(part, BaseException) else part for part in arguments)
    try:
        message = str(record.msg) % arguments if arguments else str(record.msg)
    except (TypeError, ValueError):
        # A message that does not fit its arguments must not end what logs it.
        message = str(record.msg)
    if isinstance(record.msg, BaseException):
        return kind_of(record.msg)
    # Some libraries write the text of the error as the message, such as Django for a refused host.
    error = record.exc_info[1] if record.exc_info else None
    return message.replace(str(error), kind_of(error)) if error is not None and str(error) else message


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those that caused it, at most MOST_CAUSES."""
    following: BaseException | None = error
    for _number in range(MOST_CAUSES):
        if following is None:
            return
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def error_told(error: BaseException) -> dict[str, Any]:
    """Return the kind of an exception and the places in the code it came through, never its text."""
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return {"kind": kind_of(error), "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}


def kind_of(error: BaseException) -> str:
    """Return the class name of an exception, with its code where a system or database gives one."""
    code = getattr(error, "errno", None) or getattr(error, "sqlstate", None) or getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if isinstance(code, int | str) else type(error).__name__
