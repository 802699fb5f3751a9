"""The portal's side of the Elasticsearch benchmark."""

from __future__ import annotations

import itertools
import random
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from catalog.counting import counting_row  # noqa: E402
from catalog.models import CatalogEntry, CountingRow  # noqa: E402
from catalog.services import new_version, write_rows  # noqa: E402
from demo.corpus.vocabulary import CorpusVocabulary  # noqa: E402
from orgs.models import Organization  # noqa: E402
from search import reindex_queue  # noqa: E402
from search.engines.elastic import indexes, sync  # noqa: E402
from tests.bench.processes import answer  # noqa: E402

SENTENCES = 50_000  # different ones in each language, of which texts are put together
OF_A_TEXT = 8
TWINS = 0.3  # the share of pages in both languages
LOADED_AT_ONCE = 2000
DAYS = 3 * 365


def handle(command: str, **options: Any) -> Any:
    commands = {"load": load, "write": write, "differences": differences, "queries": queries, "search": search}
    return commands[command](**options)


def load(rows: int) -> int:
    """Write rows, and the narrow ones that results are read by, without the database's own words."""
    source = random.Random(CatalogEntry.objects.count())
    organizations = list(Organization.objects.all())
    sentences = {code: made_sentences(code) for code in ("en", "km")}
    first = (CatalogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    made = itertools.islice(entries(source, organizations, sentences, first), rows)
    while batch := list(itertools.islice(made, LOADED_AT_ONCE)):
        with transaction.atomic():
            CatalogEntry.objects.bulk_create(batch)
            CountingRow.objects.bulk_create(map(counting_row, batch))
    return rows


def made_sentences(code: str) -> list[str]:
    language, source = CorpusVocabulary(code, 1), random.Random(code)
    return [language.sentence(source, source.randint(6, 20)) for _ in range(SENTENCES)]


def entries(
    source: random.Random, organizations: list[Organization], sentences: dict[str, list[str]], first: int
) -> Iterator[CatalogEntry]:
    numbers, now = itertools.count(first), timezone.now()
    while True:
        languages = ("en", "km") if source.random() < TWINS else (source.choice(("en", "km")),)
        key = uuid.UUID(int=source.getrandbits(128), version=4)
        facts = {
            "translation_key": key,
            "organization": organizations[min(int(source.paretovariate(1.2)), len(organizations)) - 1],
            "type": source.choice(("update", "article", "publication", "event")),
            "topic_mask": 1 << source.randrange(12) | 1 << source.randrange(12),
            "place_mask": 1 << source.randrange(25),
            "published_at": now - timedelta(days=source.random() * DAYS),
        }
        for code in languages:
            number = next(numbers)
            title, summary, *text = source.choices(sentences[code], k=OF_A_TEXT + 2)
            yield CatalogEntry(
                page_id=number,
                language=code,
                title=title[:80],
                summary=summary,
                text="\n".join(text),
                url=f"/{code}/{number}/",
                version=new_version(),
                **facts,
            )


def write(stop: str, a_second: int) -> int:
    """Change, and pay as a worker does, until a file is there; gives how many were changed."""
    source, written = random.Random(2), 0
    keys = list(CatalogEntry.objects.values_list("pk", flat=True)[:5000])
    began = time.monotonic()
    while not Path(stop).exists():
        entry = CatalogEntry.objects.get(pk=source.choice(keys))
        entry.title, entry.version = f"Changed {written}", new_version()
        write_rows([entry])
        reindex_queue.flush()
        written += 1
        time.sleep(max(0.0, began + written / a_second - time.monotonic()))
    return written


def differences() -> int:
    found = sync.synchronize(str(indexes.searched()), repair=False)
    return len(found.to_write) + len(found.to_remove)


def queries() -> dict[str, list[str]]:
    """Twenty questions of each kind, asked again and again as popular ones are; and some that nobody asked before."""
    # The most frequent first.
    words = {code: CorpusVocabulary(code, 1).words for code in ("en", "km")}
    sentences = [sentence.split() for sentence in made_sentences("en")[:20]]
    return {
        "rare English word": [f"q={word}" for word in words["en"][2000:2020]],
        "rare Khmer word": [f"q={word}" for word in words["km"][2000:2020]],
        "two words": [f"q={a} {b}" for a, b in zip(words["en"][60:80], words["en"][120:140], strict=True)],
        "two words, filtered": [f"q={a}&type=article&from=2025-01-01" for a in words["en"][60:80]],
        "a twentieth of all": [f"q={word}" for word in words["en"][25:45]],
        "phrase": [f'q="{sentence[2]} {sentence[3]}"' for sentence in sentences],
        "common English word": [f"q={word}" for word in words["en"][7:12]] * 4,
        "common Khmer word": [f"q={word}" for word in words["km"][5:10]] * 4,
        "everything, newest first": [f"order=newest&page={page}" for page in range(1, 6)] * 4,
        "two words, asked once": [f"q={a} {b}" for a in words["en"][30:90] for b in words["en"][90:150]],
    }


def search(queries: list[str], clients: int, each: int, seed: int) -> list[dict[str, Any]]:
    def ask_in_turn(number: int) -> list[dict[str, Any]]:
        client, source = Client(headers={"host": "localhost"}), random.Random(f"{seed} {number}")
        return [timed(client, source.choice(queries)) for _ in range(each)]

    with ThreadPoolExecutor(clients) as pool:
        return [taken for answers in pool.map(ask_in_turn, range(clients)) for taken in answers]


def timed(client: Client, query: str) -> dict[str, Any]:
    began = time.perf_counter()
    response = client.get("/api/v1/search?" + query.replace(" ", "%20").replace('"', "%22"))
    taken = (time.perf_counter() - began) * 1000
    body = response.json()
    # A question that took too long is refused: that too is an answer, and its time counts.
    return {"milliseconds": taken, "total": body.get("total", 0), "engine": body.get("engine", response.status_code)}


answer(handle)
