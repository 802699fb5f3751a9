"""Kept pages beside a bare view of the same server, asked in turn over one connection."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.portals import EMBEDDED, SERVED
from tests.services.flow.portal import Installation, embedded, served
from tests.services.flow.public import HOME
from tests.services.servers import postgresql, redis_server

SETTINGS = "tests.bench.bare_portal"
KEPT = {"article": f"/km/{HOME}rights-of-weavers/", "front page": "/km/"}
BARE, BEFORE_ALL = "/bare/", "/before-all/"
BURST = 100  # requests in a row, before it is the other's turn
GOAL, NEEDED = 0.9, 0.5  # of the bare view's rate


def measure(folder: Path, pages: int, rounds: int) -> None:
    for way in (EMBEDDED, SERVED):
        with portal(way, folder / way.replace(" ", "-")) as installation:
            installation.settings = SETTINGS
            server = installation.serve()
            print(f"\nKept pages beside a bare view, {way}, one connection")
            try:
                compare(installation.port, rounds)
            finally:
                server.kill()


@contextmanager
def portal(way: str, folder: Path) -> Iterator[Installation]:
    if way == EMBEDDED:
        yield embedded(folder)
        return
    with postgresql() as database, redis_server() as redis:
        yield served(folder, database, redis.url)


def compare(port: int, rounds: int) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    paths = [*KEPT.values(), BARE, BEFORE_ALL]
    for path in paths:
        rate(connection, path)
    rates: dict[str, list[float]] = {path: [] for path in paths}
    for _ in range(rounds):
        for path in paths:
            rates[path].append(rate(connection, path))
    connection.close()
    bare, most = (statistics.median(rates[path]) for path in (BARE, BEFORE_ALL))
    print(f"  {'bare view':<12} {bare:6.0f} a second; before all middleware {most:.0f}")
    for name, path in KEPT.items():
        own = statistics.median(rates[path])
        ratio = own / bare
        verdict = "goal met" if ratio >= GOAL else "met, goal missed" if ratio >= NEEDED else "MISSED"
        print(f"  {name:<12} {own:6.0f} a second, {ratio:.2f} of it; needed {NEEDED}, goal {GOAL}: {verdict}")


def rate(connection: HTTPConnection, path: str) -> float:
    """Answers a second."""
    start = time.perf_counter()
    for _ in range(BURST):
        connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    return BURST / (time.perf_counter() - start)
