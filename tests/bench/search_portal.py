"""The portal's side of the search benchmark: answers through the whole of /api/v1/search."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402

from api.search_endpoint import search_answer as to_json  # noqa: E402
from catalog.models import CatalogEntry  # noqa: E402
from catalog.services import new_version, write_rows  # noqa: E402
from khmer.text import clusters, has_khmer, normalise  # noqa: E402
from orgs.models import Organization  # noqa: E402
from search.engines import get_engine  # noqa: E402
from search.engines.base import Query  # noqa: E402
from search.engines.database.sqlite import match_all  # noqa: E402
from search.engines.sql import fetch  # noqa: E402
from search.query.text import MOST_PARTS, parse  # noqa: E402
from tests.bench.processes import answer  # noqa: E402
from tests.search.hostile import hostile  # noqa: E402

WORD = re.compile(r"[a-z]{4,}")
BARE = "select rowid from search_text where search_text match %s order by rank limit 20"
HOSTILE = 400
TEXT_ROWS = 2000
client = Client(headers={"host": "localhost"})


def handle(command: str, **options: Any) -> Any:
    return {
        "search": run,
        "hits": without_facets,
        "bare": bare,
        "export": export,
        "queries": queries,
        "syntax": syntax,
        "filters": filters,
        "filtered": filtered,
        "hostile": run_hostile,
        "text": text_speed,
    }[command](**options)


def run(query: str) -> dict[str, Any]:
    began = time.perf_counter()
    response = client.get("/api/v1/search", {"q": query})
    taken = (time.perf_counter() - began) * 1000
    return {"milliseconds": taken, "total": response.json().get("total"), "status": response.status_code}


def filters() -> dict[str, dict[str, str]]:
    """Return the filters of searches without words: none, one of each kind that is common, several, and a rare lot."""
    slug = Organization.objects.filter(catalog_entries__isnull=False).values_list("slug", flat=True)[0]
    return {
        "no words": {},
        "newest page 50": {"page": "50"},
        "organization": {"organization": slug},
        "type": {"type": "update"},
        "topic": {"topic": "law"},
        "province": {"place": "kandal"},
        "language": {"language": "km"},
        "oldest": {"order": "oldest"},
        "a year": {"from": "2025-01-01", "to": "2025-12-31"},
        "three filters": {"type": "update", "topic": "law", "place": "kandal"},
        "all filters": {"organization": slug, "type": "article", "topic": "law", "place": "kandal", "language": "km"},
    }


def filtered(filters: dict[str, str]) -> dict[str, Any]:
    """Write a row anew as a publication does, and search without words."""
    entry = CatalogEntry.objects.latest("published_at")
    entry.version = new_version()
    write_rows([entry])
    began = time.perf_counter()
    response = client.get("/api/v1/search", filters)
    taken = (time.perf_counter() - began) * 1000
    return {"milliseconds": taken, "total": response.json()["total"]}


def without_facets(query: str) -> dict[str, float]:
    """The same answer but for the facets, which the API always gives: from the engine."""
    request = RequestFactory(headers={"host": "localhost"}).get("/api/v1/search")
    began = time.perf_counter()
    JsonResponse(to_json(request, get_engine().search(Query(text=query, with_facets=False))))
    return {"milliseconds": (time.perf_counter() - began) * 1000}


def bare(query: str) -> dict[str, Any]:
    if connection.vendor != "sqlite":
        return {"milliseconds": None}
    match = match_all(parse(query))
    began = time.perf_counter()
    fetch(BARE, [match])
    return {"milliseconds": (time.perf_counter() - began) * 1000}


def export(file: str) -> dict[str, int]:
    with open(file, "w", encoding="utf-8") as target:
        for row in CatalogEntry.objects.values("title", "summary", "text").iterator():
            target.write(json.dumps(row, ensure_ascii=False) + "\n")
    return {"rows": CatalogEntry.objects.count()}


def frequencies() -> tuple[Counter[str], int]:
    """In how many rows each English word of some length stands, and how many rows there are."""
    seen: Counter[str] = Counter()
    rows = 0
    for title, text in CatalogEntry.objects.values_list("title", "text").iterator():
        seen.update(set(WORD.findall(f"{title} {text}".lower())))
        rows += 1
    return seen, rows


def nearest(share: float) -> str:
    return min(SEEN, key=lambda word: (abs(SEEN[word] - share * ROWS), word))


def queries() -> dict[str, str]:
    """A rare word, two words together, a word that a tenth of all pages have, one of half of them, and one in Khmer."""
    return {
        "rarer": nearest(0.005),
        "rare, 500 hits": nearest(500 / ROWS),
        "two words": f"{nearest(0.06)} {nearest(0.08)}",
        "a tenth": nearest(0.1),
        "half of English": nearest(0.25),
        "Khmer": "ស្ត្រី",
    }


def syntax() -> dict[str, str]:
    common = [word for word, _count in SEEN.most_common(MOST_PARTS)]
    return {
        "either": f"{nearest(0.05)} OR {nearest(0.06)}",
        "minus": f"{nearest(0.1)} -{nearest(0.05)}",
        "minus alone": f"-{nearest(0.1)}",
        "phrase": f'"{nearest(0.1)} {nearest(0.08)}"',
        "related": "domestic violence",
        "related, Khmer": "អំពើហិង្សាក្នុងគ្រួសារ",
        "misspelt": f"{nearest(0.01)}q",
        "twelve common": " ".join(common),
        "either of twelve": " OR ".join(common),
    }


def run_hostile() -> dict[str, Any]:
    """The slowest of many queries that nobody means, each asked twice and the faster one counted."""
    asked = [
        *hostile(HOSTILE),
        *syntax().values(),
        "ស្ត្រី" * 60,
        " ".join(["ស្ត្រី"] * 60),
        " ".join("-" + w for w in "abcdefghijkl"),
    ]
    worst, errors = (0.0, ""), 0
    for text in asked:
        query = text.encode("utf-8", "replace").decode()
        answers = [run(query) for _ in range(2)]
        errors += any(each["status"] != 200 for each in answers)
        worst = max(worst, (min(each["milliseconds"] for each in answers), query[:60]))
    return {"number": len(asked), "milliseconds": worst[0], "query": worst[1], "errors": errors}


def text_speed() -> dict[str, float]:
    """Measure how fast Khmer rows are made comparable, warm."""
    texts = [text for text in CatalogEntry.objects.values_list("text", flat=True)[: 2 * TEXT_ROWS] if has_khmer(text)]
    size = sum(len(text.encode()) for text in texts)
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        for text in texts:
            clusters(normalise(text))
        best = min(best, time.perf_counter() - began)
    return {"megabytes_a_second": size / best / 1e6}


SEEN, ROWS = frequencies()
answer(handle)
