"""Answers of the tests' helper process, which imports this without the tests' settings."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Iterator
from typing import Any


def hang() -> None:
    """Wait longer than anybody waits, and hold the interpreter meanwhile, as a regular expression without end does."""
    ctypes.PyDLL(None).sleep(1_000)


def answer(request: dict[str, Any]) -> Iterator[Any]:
    yield {"of": os.getpid()}
    if request.get("print"):
        print("a library that says something")
    if request.get("hang"):
        hang()
    if request.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if pause := request.get("pause"):
        time.sleep(pause)
    yield {"got": request}
