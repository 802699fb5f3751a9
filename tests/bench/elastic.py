"""Elasticsearch at a million rows: a rebuild under writes, indexing, and searches through the API by eight clients."""

from __future__ import annotations

import os
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.bench.processes import Answerer, environment, manage
from tests.services.elasticsearch import MEMORY, elasticsearch

ROWS = 1_000_000  # BENCH_ROWS says otherwise
UNDER_WRITES = 100_000
ORGANIZATIONS = 30
WRITES_A_SECOND = 20
PROCESSES, CLIENTS_OF_EACH = 2, 4
SEARCHES = 4  # of each client a round
MOST_MILLISECONDS, LEAST_ROWS_A_SECOND = 100, 2000


def measure(folder: Path, _pages: int, rounds: int) -> None:
    """Rows alone, without pages; the tables of words that the database searches by are left empty."""
    rows, processes = int(os.environ.get("BENCH_ROWS", ROWS)), os.cpu_count() or 1
    os.environ.setdefault("ES_JAVA_OPTS", "-Xms2g -Xmx2g")
    with elasticsearch(MEMORY) as server:
        env = environment(folder) | {"ELASTICSEARCH_URL": server.url}
        manage(env, "migrate", "-v0")
        manage(env, "createcachetable")
        manage(env, "populate", "--organizations", str(ORGANIZATIONS), "--pages", "0")
        portals = [Answerer("elastic_portal", env) for _ in range(PROCESSES)]
        try:
            rebuild_under_writes(portals, env, min(rows, UNDER_WRITES), processes, folder / "stop")
            load(portals[0], rows - UNDER_WRITES)
            index(portals[0], env, rows, processes)
            search(portals, SEARCHES * rounds)
        finally:
            for portal in portals:
                portal.close()
        print(f"  on disk: index {size(server.folder / 'data'):.1f} GB, rows {size(folder, '*.sqlite3'):.1f} GB")


def load(portal: Answerer, rows: int) -> None:
    began = time.monotonic()
    if rows > 0:
        portal.ask(command="load", rows=rows)
        print(f"  {rows} rows loaded in {time.monotonic() - began:.0f} s", flush=True)


def rebuild_under_writes(portals: list[Answerer], env: dict[str, str], rows: int, processes: int, stop: Path) -> None:
    print(f"\nElasticsearch, rebuild of {rows} rows while {WRITES_A_SECOND} writes a second go on")
    load(portals[0], rows)
    rebuild(env, processes)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(portals[1].ask, command="write", stop=str(stop), a_second=WRITES_A_SECOND)
        taken = rebuild(env, processes)
        stop.touch()
        writes = writing.result()
    lost = portals[0].ask(command="differences")
    verdict = "met" if not lost else "MISSED"
    print(f"  {taken:.0f} s, {writes} writes meanwhile, {lost} pages differ afterwards: {verdict}", flush=True)


def index(portal: Answerer, env: dict[str, str], rows: int, processes: int) -> None:
    taken = rebuild(env, processes)
    rate = rows / taken
    verdict = "met" if rate >= LEAST_ROWS_A_SECOND else "MISSED"
    print(
        f"\nElasticsearch, {rows} rows indexed by {processes} processes in {taken:.0f} s: {rate:.0f} rows/s,"
        f" goal {LEAST_ROWS_A_SECOND}: {verdict}; {portal.ask(command='differences')} pages differ",
        flush=True,
    )


def rebuild(env: dict[str, str], processes: int) -> float:
    began = time.monotonic()
    manage(env, "search_index", "rebuild", "--only-elasticsearch", "--processes", str(processes))
    return time.monotonic() - began


def search(portals: list[Answerer], each: int) -> None:
    kinds: dict[str, list[str]] = portals[0].ask(command="queries")
    print(f"\nElasticsearch, /api/v1/search with facets, {PROCESSES * CLIENTS_OF_EACH} clients at once")
    everything = [query for queries in kinds.values() for query in queries[:20]]
    ask_all(portals, everything, each)  # warm
    for kind, queries in kinds.items():
        print_times(kind, ask_all(portals, queries, each))
    print_times("all kinds together", ask_all(portals, everything, each * 2))


def ask_all(portals: list[Answerer], queries: list[str], each: int) -> list[dict[str, Any]]:
    options = {"command": "search", "queries": queries, "clients": CLIENTS_OF_EACH, "each": each}
    with ThreadPoolExecutor(len(portals)) as pool:
        return [
            answer
            for answers in pool.map(lambda number: portals[number].ask(seed=number, **options), range(len(portals)))
            for answer in answers
        ]


def print_times(kind: str, answers: list[dict[str, Any]]) -> None:
    taken = sorted(answer["milliseconds"] for answer in answers)
    p95 = taken[int(len(taken) * 0.95)]
    verdict = "met" if p95 <= MOST_MILLISECONDS else "MISSED"
    print(
        f"  {kind:<28} {statistics.median(answer['total'] for answer in answers):>8.0f} hits"
        f"  median {statistics.median(taken):6.1f} ms  p95 {p95:6.1f} ms, goal {MOST_MILLISECONDS}: {verdict}"
        f"  {dict(Counter(answer['engine'] for answer in answers))}",
        flush=True,
    )


def size(folder: Path, pattern: str = "*") -> float:
    return sum(file.stat().st_size for file in folder.rglob(pattern) if file.is_file()) / 1e9
