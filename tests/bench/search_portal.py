"""The portal's side of the search benchmark: answers through the whole of /api/v1/search."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402

from search.models import SearchEntry  # noqa: E402
from tests.bench.processes import answer  # noqa: E402

WORD = re.compile(r"[a-z]{4,}")
client = Client(headers={"host": "localhost"})


def handle(command: str, **options: Any) -> Any:
    return {"search": run, "export": export, "queries": queries}[command](**options)


def run(query: str) -> dict[str, Any]:
    began = time.perf_counter()
    response = client.get("/api/v1/search", {"q": query})
    taken = (time.perf_counter() - began) * 1000
    body = response.json()
    return {"milliseconds": taken, "total": body["total"]}


def export(file: str) -> dict[str, int]:
    with open(file, "w", encoding="utf-8") as target:
        for row in SearchEntry.objects.values("title", "summary", "text").iterator():
            target.write(json.dumps(row, ensure_ascii=False) + "\n")
    return {"rows": SearchEntry.objects.count()}


def queries() -> dict[str, str]:
    """A rare word, two words together, and a word that a tenth of all pages have, all English."""
    seen: Counter[str] = Counter()
    for title, text in SearchEntry.objects.values_list("title", "text").iterator():
        words = sorted(set(WORD.findall(f"{title} {text}".lower())))
        seen.update(words)
    total = SearchEntry.objects.count()

    def nearest(share: float) -> str:
        return min(seen, key=lambda word: (abs(seen[word] - share * total), word))

    return {
        "rarer": nearest(0.005),
        "rare, 500 hits": nearest(500 / total),
        "two words": f"{nearest(0.06)} {nearest(0.08)}",
        "a tenth": nearest(0.1),
    }


answer(handle)
