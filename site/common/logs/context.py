"""Fields that every log line of a request, task or event carries, such as the request's id."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

# As nginx writes its variable $request_id.
REQUEST_ID = re.compile(r"[0-9a-f]{32}")
REQUEST_ID_LENGTH = 32

_fields: ContextVar[Mapping[str, str | int]] = ContextVar("log_fields", default={})  # noqa: B039 - never changed


@contextmanager
def log_fields(**fields: str | int) -> Iterator[None]:
    """Add fields to every log line that this thread writes in the `with` block; those of an outer block stay."""
    token = _fields.set({**_fields.get(), **fields})
    try:
        yield
    finally:
        _fields.reset(token)


def current_fields() -> Mapping[str, str | int]:
    """Return the fields that log lines of this thread carry now."""
    return _fields.get()


def current_request_id() -> str:
    """Return the id of the request that this thread works for, "" when it works for none."""
    return str(_fields.get().get("request", ""))


def new_request_id() -> str:
    """Return a new random request id: 32 hexadecimal digits."""
    return secrets.token_hex(REQUEST_ID_LENGTH // 2)


def is_request_id(text: object) -> bool:
    """Return whether a text is a well-formed request id: 32 lower-case hexadecimal digits."""
    return isinstance(text, str) and bool(REQUEST_ID.fullmatch(text))
