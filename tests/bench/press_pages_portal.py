"""One portal of the benchmark of the press review: clippings in bulk, and pages of them."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402

from orgs.public_version import bump_version  # noqa: E402
from tests.bench.processes import answer  # noqa: E402
from tests.press.press_helpers import make_clippings, make_source  # noqa: E402

SOURCES, DAYS = 6, 700
client = Client(headers={"host": "localhost"})
numbers = count(1)


def handle(command: str, **options: Any) -> Any:
    return {"fill": fill, "read": read}[command](**options)


def fill(number: int) -> int:
    """Make clippings of six sources over two years."""
    sources = [make_source(f"Paper {each}") for each in range(SOURCES)]
    return len(make_clippings(number, sources, days=DAYS))


def read(path: str, publishing: bool) -> float:
    """The milliseconds of processor time of a page; its address is new each time, so that it comes from no cache."""
    if publishing:
        bump_version()
    address = f"{path}&n={next(numbers)}"
    began = time.process_time()
    response = client.get(address)
    taken = (time.process_time() - began) * 1000
    assert response.status_code == 200
    return taken


if __name__ == "__main__":
    answer(handle)
