"""Search in SQLite: an FTS5 table of our own beside the rows, because Wagtail's costs the square of the hits."""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.engines.counts import Counts, gather
from search.engines.database import (
    FRESHNESS,
    WRITTEN_AT_ONCE,
    DatabaseEngine,
    LookedFor,
    batches,
    execute,
    executemany,
    fetch,
    placeholders,
)
from search.engines.rows import COLUMNS, row_of
from search.models import IndexRow, SearchEntry
from search.text import QueryText, index_text

# The stock tokenizer takes Khmer vowel signs for spaces.
TOKENIZER = "unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''"
# A hit in the title weighs five times one in the text; words only decide who comes first.
WEIGHTS = "bm25(5.0, 1.0, 0.0)"


class SqliteEngine(DatabaseEngine):
    name = "sqlite"

    def create(self) -> None:
        index, text = self.tables.index, self.tables.text
        if index != IndexRow._meta.db_table:
            execute(f"create temp table {index} as select * from {IndexRow._meta.db_table} where 0")
            execute(f"create unique index temp.{index}_id on {index} (id)")
        temp = "temp." if index != IndexRow._meta.db_table else ""
        execute(f"create virtual table {temp}{text} using fts5(title, clusters, words, tokenize='{TOKENIZER}')")
        execute(f"insert into {temp}{text}({text}, rank) values ('rank', '{WEIGHTS}')")

    def drop(self) -> None:
        execute(f"drop table if exists {self.tables.text}")
        if self.tables.index != IndexRow._meta.db_table:
            execute(f"drop table if exists {self.tables.index}")

    def write(self, entries: Iterable[SearchEntry]) -> None:
        index, text = self.tables.index, self.tables.text
        for batch in batches(entries, WRITTEN_AT_ONCE):
            self.remove([entry.page_id for entry in batch])
            executemany(
                f"insert into {index} ({', '.join(COLUMNS)}) values ({placeholders(len(COLUMNS))})",
                [tuple(row_of(entry)) for entry in batch],
            )
            executemany(
                f"insert into {text} (rowid, title, clusters, words) values (%s, %s, %s, %s)",
                [_texts(entry) for entry in batch],
            )

    def remove(self, page_ids: Iterable[int]) -> None:
        for batch in batches(page_ids, WRITTEN_AT_ONCE):
            ids = placeholders(len(batch))
            execute(f"delete from {self.tables.index} where id in ({ids})", batch)
            execute(f"delete from {self.tables.text} where rowid in ({ids})", batch)

    def _is_bare(self, row: str) -> str:
        return f"{row}.id not in (select rowid from {self.tables.text})"

    def _look_up(self, looked: LookedFor) -> tuple[list[tuple[int, int]], Counts]:
        counts = gather(self._over_hits(looked, *looked.counting))
        if not counts["total"][0]:
            return [], counts
        page = self._dated_page(looked) if looked.by_date else self._ranked_page(looked)
        return page, counts

    def _hits(self, looked: LookedFor) -> tuple[str, list[Any]]:
        visible, params = looked.scope.visible("f")
        source, match = self._source(looked)
        return f"select f.* {source} and {visible}", [*match, *params]

    def _source(self, looked: LookedFor) -> tuple[str, list[Any]]:
        """FROM and the begin of a WHERE. CROSS JOIN, or the planner may ask the text table again for each row."""
        index, text = self.tables.index, self.tables.text
        if not looked.text.parts:
            return f"from {index} f where 1 = 1", []
        return f"from {text} h cross join {index} f on f.id = h.rowid where h.{text} match %s", [match_all(looked.text)]

    def _dated_page(self, looked: LookedFor) -> list[tuple[int, int]]:
        where, params = looked.scope.visible_and_chosen("f")
        source, match = self._source(looked)
        sql = f"select f.id, f.work {source} and {where} order by {looked.by_date} limit %s"
        return fetch(sql, [*match, *params, looked.fetched])

    def _ranked_page(self, looked: LookedFor) -> list[tuple[int, int]]:
        """Whole words first, then the reader's language, then by weight and freshness."""
        where, params = looked.scope.visible_and_chosen("f")
        source, match = self._source(looked)
        whole, loose, first = "", "", []
        if looked.text.has_words:
            whole = (
                f"with w as materialized (select rowid as id from {self.tables.text} where {self.tables.text} match %s)"
            )
            loose = "f.id not in (select id from w),"
            first = [match_words(looked.text)]
        sql = f"""
            {whole} select f.id, f.work {source} and {where}
            order by {loose} f.language <> %s, h.rank - {FRESHNESS} * f.at, f.id desc limit %s
        """
        return fetch(sql, [*first, *match, *params, looked.reader, looked.fetched])


def match_all(text: QueryText) -> str:
    """FTS5's expression for: every part is a phrase in the title or in the text."""
    return "{title clusters} : (" + " AND ".join(_phrase(part.tokens) for part in text.parts) + ")"


def match_words(text: QueryText) -> str:
    """FTS5's expression for: besides, every part that is Khmer is a phrase of whole words."""
    whole = " AND ".join(_phrase(part.words) for part in text.parts if part.words)
    return f"({match_all(text)}) AND ({{words}} : ({whole}))"


def _phrase(tokens: tuple[str, ...]) -> str:
    # Tokens are letters and digits alone: nothing in them can end the quotation.
    return '"' + " ".join(tokens) + '"'


def _texts(entry: SearchEntry) -> tuple[int, str, str, str]:
    title, body = index_text(entry.title), index_text(f"{entry.summary}\n{entry.text}")
    return entry.page_id, " ".join(title.tokens), " ".join(body.tokens), " ".join([*title.words, *body.words])
