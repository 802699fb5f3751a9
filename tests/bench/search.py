"""Search over many pages, through the API with facets, beside a stock Wagtail project on the same texts."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.bench.processes import Answerer, environment, manage, spread

ORGANIZATIONS = 20
# Each side answers so often before it is the other's turn: a processor that slept over the other's answer is slow.
BURST = 5
# The query, and how many times faster than stock Wagtail it must be.
NEEDED = {"rare, 500 hits": 5, "two words": 20, "a tenth": 50}


def measure(folder: Path, pages: int, rounds: int) -> None:
    ours, stock = environment(folder / "ours"), environment(folder / "stock", "tests.bench.stock.settings")
    prepare(folder, ours, stock, pages)
    portal, wagtail = Answerer("search_portal", ours), Answerer("search_stock", stock)
    try:
        compare(portal, wagtail, pages, rounds)
    finally:
        portal.close()
        wagtail.close()


def prepare(folder: Path, ours: dict[str, str], stock: dict[str, str], pages: int) -> None:
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


def compare(portal: Answerer, wagtail: Answerer, pages: int, rounds: int) -> None:
    print(f"\nSearch over {pages} pages: the API with facets beside stock Wagtail's Page.objects.live().search()")
    queries = portal.ask(command="queries")
    for kind, query in queries.items():
        for side in (portal, wagtail):  # warm
            side.ask(command="search", query=query)
        mine: list[float] = []
        theirs: list[float] = []
        for _ in range(rounds if kind != "a tenth" else max(3, rounds // 3)):
            for side, taken in ((portal, mine), (wagtail, theirs)):
                answers = [side.ask(command="search", query=query) for _ in range(BURST)]
                taken += [answer["milliseconds"] for answer in answers]
        hits = portal.ask(command="search", query=query)["total"]
        ratio = statistics.median(theirs) / statistics.median(mine)
        verdict = f"needed {NEEDED[kind]}: {'met' if ratio >= NEEDED[kind] else 'MISSED'}" if kind in NEEDED else ""
        print(
            f"  {kind:<14} {hits:>6} hits  Neary {spread(mine)}  stock {spread(theirs)}  {ratio:7.1f} times  {verdict}"
        )
