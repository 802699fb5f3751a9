"""Answers of the tests' helper process, which imports this without the tests' settings."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from typing import Any

# Takes longer than anybody waits, and holds the interpreter meanwhile.
ENDLESS = re.compile(r"(?:a|a)*b")


def answer(request: dict[str, Any]) -> Iterator[Any]:
    yield {"of": os.getpid()}
    if request.get("print"):
        print("a library that says something")
    if request.get("hang"):
        ENDLESS.fullmatch("a" * 100)
    if request.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if pause := request.get("pause"):
        time.sleep(pause)
    yield {"got": request}
