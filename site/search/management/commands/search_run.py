"""`manage.py search_run`: how well the engine finds, on any collection of documents, as a TREC run."""

from __future__ import annotations

import json
import uuid
from argparse import FileType
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from search.engines import trial_engine
from search.engines.base import Query
from search.engines.database import DatabaseEngine, batches
from search.models import SearchEntry

DEEPEST = 1000
LOADED_AT_ONCE = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Command(BaseCommand):
    help = "Load documents into an index of their own, run queries on it and write a TREC run. Nothing else changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--documents", type=FileType(encoding="utf-8"), required=True, metavar="D.jsonl")
        parser.add_argument("--queries", type=FileType(encoding="utf-8"), required=True, metavar="Q.jsonl")
        parser.add_argument("--output", type=FileType("w", encoding="utf-8"), required=True, metavar="R.run")

    def handle(self, *args: Any, documents: TextIO, queries: TextIO, output: TextIO, **options: Any) -> None:
        engine = trial_engine(DEEPEST)
        engine.create()
        try:
            names = load(engine, documents)
            for query in records(queries):
                for line in run(engine, query, names):
                    output.write(line)
        finally:
            engine.drop()
            output.close()


def load(engine: DatabaseEngine, documents: TextIO) -> list[str]:
    """Index the documents; gives their ids, the first belonging to page 1."""
    names: list[str] = []

    def entries() -> Iterator[SearchEntry]:
        for document in records(documents):
            names.append(document["id"])
            yield trial_entry(len(names), document)

    for batch in batches(entries(), LOADED_AT_ONCE):
        with transaction.atomic():
            engine.write(batch)
    return names


def trial_entry(number: int, document: dict[str, str]) -> SearchEntry:
    return SearchEntry(
        page_id=number,
        translation_key=uuid.uuid4(),
        language=document["language"],
        organization_id=0,
        type=SearchEntry.Type.PAGE,
        title=document.get("title", ""),
        text=document.get("text", ""),
        published_at=EPOCH,
        version=1,
    )


def run(engine: DatabaseEngine, query: dict[str, str], names: list[str]) -> Iterator[str]:
    """Lines of a TREC run. The engine orders by more than one number, so scores are those of the ranks."""
    asked = Query(text=query["text"], reader=query["language"], page_size=DEEPEST)
    for rank, page_id in enumerate(islice(engine.ranked(asked), DEEPEST), 1):
        yield f"{query['id']} Q0 {names[page_id - 1]} {rank} {DEEPEST - rank + 1} {engine.name}\n"


def records(lines: TextIO) -> Iterator[dict[str, str]]:
    """The records of a JSON Lines file.

    Raises CommandError, naming the line, for what is no record.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
                yield {"language": "en"} | {key: str(value) for key, value in record.items() if value is not None}
            except (ValueError, AttributeError) as error:
                raise CommandError(f"{lines.name}, line {number}: {error}") from error
