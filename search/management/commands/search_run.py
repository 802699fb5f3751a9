"""Management command `search_run`: evaluate the engine on a collection of documents, as a TREC run."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from catalog.counting import LANGUAGES
from catalog.models import CatalogEntry
from common.long_command import LongCommand
from orgs.pages.page_kind import PAGE
from search.engines import evaluation_engine
from search.engines.base import EvaluationEngine, Query
from search.engines.sql import batches

DEEPEST = 1000
LOADED_AT_ONCE = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Command(LongCommand):
    """The command `manage.py search_run`."""

    help = "Load documents into an index of their own, run queries on it and write a TREC run. Nothing else changes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the required options --documents, --queries and --output, which are file names."""
        parser.add_argument("--documents", required=True, metavar="D.jsonl")
        parser.add_argument("--queries", required=True, metavar="Q.jsonl")
        parser.add_argument("--output", required=True, metavar="R.run")

    def handle(self, *args: Any, documents: str, queries: str, output: str, **options: Any) -> None:
        """Index the documents of a file, run a file's queries on them and write the results as a TREC run."""
        engine = evaluation_engine(DEEPEST)
        engine.create()
        try:
            names = load(engine, documents)
            with Path(output).open("w", encoding="utf-8") as lines:
                for query in records(queries):
                    lines.writelines(run(engine, query, names))
        finally:
            engine.drop()


def load(engine: EvaluationEngine, documents: str) -> list[str]:
    """Write the documents of a JSON Lines file into an evaluation's index; return their ids, in order of page ids."""
    names: list[str] = []

    def entries() -> Iterator[CatalogEntry]:
        for document in records(documents):
            names.append(document["id"])
            yield trial_entry(len(names), document)

    for batch in batches(entries(), LOADED_AT_ONCE):
        with transaction.atomic():
            engine.write(batch)
    return names


def trial_entry(number: int, document: dict[str, str]) -> CatalogEntry:
    """Return an unsaved catalog entry made from an evaluation's document; `number` becomes its page id."""
    return CatalogEntry(
        page_id=number,
        translation_key=uuid.uuid4(),
        language=document["language"],
        # No organization has this id: trial entries are never shown, and need none.
        organization_id=0,
        type=PAGE.name,
        title=document.get("title", ""),
        text=document.get("text", ""),
        published_at=EPOCH,
        version=1,
    )


def run(engine: EvaluationEngine, query: dict[str, str], names: list[str]) -> Iterator[str]:
    """Yield the lines of a TREC run for one query of an evaluation, best hit first, scored by rank.

    The engine orders by more than one number, so it has no single score.
    """
    asked = Query(text=query["text"], reader=query["language"], page_size=DEEPEST)
    # A run names each document once, but two records may have the same id.
    found = dict.fromkeys(names[page_id - 1] for page_id in engine.ranked(asked))
    for rank, name in enumerate(islice(found, DEEPEST), 1):
        yield f"{query['id']} Q0 {name} {rank} {DEEPEST - rank + 1} {engine.name}\n"


def records(name: str) -> Iterator[dict[str, str]]:
    """Yield the records of a JSON Lines file. Raises CommandError for an unreadable file or a wrong line."""
    try:
        # Also reads a file that begins with a byte order mark, as programs on Windows write it.
        with Path(name).open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield record_of(line, f"{name}, line {number}")
    except OSError as error:
        raise CommandError(str(error)) from error


def record_of(line: str, place: str) -> dict[str, str]:
    """Return a JSON line as a dict of texts, with a known language. Raises CommandError for no record or no id."""
    try:
        told = {key: str(value) for key, value in json.loads(line).items() if value is not None}
    except (ValueError, AttributeError) as error:
        raise CommandError(f"{place}: {error}") from error
    if "id" not in told:
        raise CommandError(f"{place}: no id")
    language = told.get("language", "").lower()
    return {"text": ""} | told | {"language": language if language in LANGUAGES else "en"}
