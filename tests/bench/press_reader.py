"""The measured helper process of the bench of press rounds: names of .example lead to the server of test feeds."""

from __future__ import annotations

import operator
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

from press.reading import apart
from tests.press.feed_names import lead_to

# The environment variable that names the server's port.
PORT = "PRESS_BENCH_PORT"


class Patch:
    """Sets attributes and items for good. Not pytest's, which would take memory."""

    setattr = staticmethod(setattr)
    setitem = staticmethod(operator.setitem)


@cache
def lead() -> None:
    lead_to(Patch, int(os.environ[PORT]))


def answer(request: apart.RoundRequest) -> Iterator[Any]:
    lead()
    yield from apart.answer(request)
