"""The current user, for functions that replace functions of Wagtail and are given no request.

Wagtail's own context (its log's) ends before a page is rendered, when names and counts are fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

# A context variable: each request has a value of its own, in threads and in asynchronous code.
_current_user: ContextVar[Any] = ContextVar("current_user", default=None)


def current_user() -> Any:
    """Return the signed-in person of the current request or `acting_as` block; None when nobody is signed in."""
    user = _current_user.get()
    return user if user and user.is_authenticated else None


@contextmanager
def acting_as(user: Any) -> Iterator[None]:
    """Make a person the current user for the time of a `with` block."""
    # request.user is lazy: it is kept as it is, and read from the session only when somebody asks for it.
    token = _current_user.set(user)
    try:
        yield
    finally:
        _current_user.reset(token)
