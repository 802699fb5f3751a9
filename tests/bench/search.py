"""Search over many pages, through the API with facets, beside a stock Wagtail project, on each database."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.processes import Answerer, environment, manage, spread
from tests.services.servers import ServerMissing, postgresql

ORGANIZATIONS = 20
# Each side answers so often before it is the other's turn: a processor that slept over the other's answer is slow.
BURST = 5
# Whoever needs so many milliseconds is asked once.
SLOW = 3000
# The query, and how many times faster than stock Wagtail it must be.
NEEDED = {
    "sqlite": {"rare, 500 hits": 20, "two words": 200, "a tenth": 100},
    "postgresql": {"rare, 500 hits": 20, "two words": 20, "a tenth": 20},
}
# How many times a bare ranked FTS5 query with a thousand hits or more; without facets it is a goal.
BARE_HITS, BARE_NEEDED, BARE_GOAL = 1000, 5, 3
# How many times the slowest ordinary query a hostile one may take.
HOSTILE_NEEDED = 5
# Milliseconds of the median search without words, each right after a change of one page.
WITHOUT_WORDS_NEEDED = 60
TEXT_NEEDED = 2.0  # megabytes a second

Environment = dict[str, str]


def measure(folder: Path, pages: int, rounds: int) -> None:
    for database in NEEDED:
        try:
            with databases(database, folder / database) as (ours, stock):
                measure_on(database, folder / database, ours, stock, pages, rounds)
        except ServerMissing as missing:
            print(f"\nNOT MEASURED on {database}, because {missing}")


@contextmanager
def databases(database: str, folder: Path) -> Iterator[tuple[Environment, Environment]]:
    """Environments of the portal and of the stock project, each with an empty database."""
    ours = environment(folder / "ours") | {"API_REQUESTS_A_MINUTE": "0"}
    stock = environment(folder / "stock", "tests.bench.stock.settings")
    if database == "sqlite":
        yield ours, stock
        return
    with postgresql() as server:
        yield (
            ours | {"DATABASE_URL": server.url(server.database())},
            stock | {"DATABASE_URL": server.url(server.database())},
        )


def measure_on(database: str, folder: Path, ours: Environment, stock: Environment, pages: int, rounds: int) -> None:
    prepare(folder, ours, stock, pages)
    portal, wagtail = Answerer("search_portal", ours), Answerer("search_stock", stock)
    try:
        print(f"\nSearch over {pages} pages on {database}: the API with facets beside stock Wagtail's search")
        slowest = compare(database, portal, wagtail, rounds)
        measure_without_words(portal, rounds)
        measure_others(portal, rounds, slowest)
        measure_hostile(portal, slowest)
        measure_text(portal)
    finally:
        portal.close()
        wagtail.close()


def prepare(folder: Path, ours: Environment, stock: Environment, pages: int) -> None:
    """The same texts in both: populate ours, and give its titles and texts to the stock project."""
    for env in (ours, stock):
        Path(env["NEARY_DATA"]).mkdir(parents=True)
        manage(env, "migrate", "-v0")
    manage(ours, "createcachetable")
    manage(ours, "populate", "--organizations", str(ORGANIZATIONS), "--pages", str(pages))
    portal = Answerer("search_portal", ours)
    portal.ask(command="export", file=str(folder / "texts.jsonl"))
    portal.close()
    wagtail = Answerer("search_stock", stock)
    wagtail.ask(command="load", file=str(folder / "texts.jsonl"))
    wagtail.close()
    manage(stock, "update_index", "-v0")


def compare(database: str, portal: Answerer, wagtail: Answerer, rounds: int) -> float:
    """Ordinary queries on both sides, in turn. Gives the slowest of ours, in milliseconds."""
    slowest = 0.0
    for kind, query in portal.ask(command="queries").items():
        mine: list[float] = []
        theirs: list[float] = []
        hits = portal.ask(command="search", query=query)["total"]  # warm
        first = wagtail.ask(command="search", query=query)["milliseconds"]
        for _ in range(rounds):
            mine += [portal.ask(command="search", query=query)["milliseconds"] for _ in range(BURST)]
            if first < SLOW:
                theirs += [wagtail.ask(command="search", query=query)["milliseconds"] for _ in range(BURST)]
        theirs = theirs or [first]
        ratio = statistics.median(theirs) / statistics.median(mine)
        slowest = max(slowest, statistics.median(mine))
        needed = NEEDED[database].get(kind)
        print(
            f"  {kind:<16} {hits:>6} hits  Neary {spread(mine)}  stock {spread(theirs)}  {ratio:7.1f} times"
            + (f"  needed {needed}: {verdict(ratio >= needed)}" if needed else "")
        )
        compare_with_bare_portal(portal, query, hits, mine)
    return slowest


def compare_with_bare_portal(portal: Answerer, query: str, hits: int, mine: list[float]) -> None:
    """A ranked FTS5 query for twenty rows and nothing else, where there is FTS5."""
    bare = [portal.ask(command="bare", query=query)["milliseconds"] for _ in range(2 * BURST)]
    if None in bare or hits < BARE_HITS:
        return
    plain = [portal.ask(command="hits", query=query)["milliseconds"] for _ in range(2 * BURST)]
    ratio, goal = (statistics.median(ours) / statistics.median(bare) for ours in (mine, plain))
    print(f"  {'':<16} bare ranked FTS5 {spread(bare)}: {ratio:.1f} times it; {BARE_NEEDED} allowed: "
          f"{verdict(ratio <= BARE_NEEDED)}")  # fmt: skip
    print(f"  {'':<16} without facets   {spread(plain)}: {goal:.1f} times it; {BARE_GOAL} is the goal: "
          f"{verdict(goal <= BARE_GOAL)}")  # fmt: skip


def measure_without_words(portal: Answerer, rounds: int) -> None:
    print("  Queries without words, each right after a change of one page:")
    for kind, filters in portal.ask(command="filters").items():
        portal.ask(command="filtered", filters=filters)  # warm
        answers = [portal.ask(command="filtered", filters=filters) for _ in range(rounds)]
        taken = [answer["milliseconds"] for answer in answers]
        print(f"  {kind:<16} {answers[0]['total']:>6} hits  Neary {spread(taken)}  needed {WITHOUT_WORDS_NEEDED}: "
              f"{verdict(statistics.median(taken) <= WITHOUT_WORDS_NEEDED)}")  # fmt: skip


def measure_others(portal: Answerer, rounds: int, slowest: float) -> None:
    print("  Queries that stock Wagtail does not know:")
    for kind, query in portal.ask(command="syntax").items():
        answers = [portal.ask(command="search", query=query) for _ in range(rounds)]
        taken = [answer["milliseconds"] for answer in answers]
        print(f"  {kind:<16} {answers[0]['total']:>6} hits  Neary {spread(taken)}")


def measure_hostile(portal: Answerer, slowest: float) -> None:
    found = portal.ask(command="hostile")
    limit = HOSTILE_NEEDED * slowest
    print(
        f"  {found['number']} hostile queries: slowest {found['milliseconds']:.0f} ms ({found['query']!r}), errors"
        f" {found['errors']}; {limit:.0f} ms allowed: {verdict(found['milliseconds'] <= limit and not found['errors'])}"
    )


def measure_text(portal: Answerer) -> None:
    speed = portal.ask(command="text")["megabytes_a_second"]
    print(f"  normalise with clusters: {speed:.1f} MB/s, needed {TEXT_NEEDED}: {verdict(speed >= TEXT_NEEDED)}")


def verdict(is_met: bool) -> str:
    return "met" if is_met else "MISSED"
