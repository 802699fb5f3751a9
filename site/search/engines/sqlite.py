"""Search in SQLite: an FTS5 table of our own beside the rows, because Wagtail's costs the square of the hits."""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.engines.database import (
    FRESHNESS,
    WRITTEN_AT_ONCE,
    DatabaseEngine,
    LookedFor,
    batches,
    execute,
    executemany,
    placeholders,
)
from search.engines.rows import COLUMNS, row_of
from search.models import IndexRow, SearchEntry
from search.text import QueryText, index_text

# The stock tokenizer takes Khmer vowel signs for spaces.
TOKENIZER = "unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''"
# A hit in the title weighs five times one in the text; words only decide who comes first.
WEIGHTS = "bm25(5.0, 1.0, 0.0)"
# Further than any two ranks are apart.
FAR = 1_000_000


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

    def _hits(self, looked: LookedFor, *, with_rank: bool = False) -> tuple[str, list[Any]]:
        index, text = self.tables.index, self.tables.text
        visible, params = looked.scope.visible("f")
        if not looked.text.parts:
            return f"select f.* from {index} f where {visible}", params
        # CROSS JOIN, or the planner may ask the text table again for each row. A rank that is read is computed.
        columns = "f.*, h.rank as rank" if with_rank else "f.*"
        sql = f"""
            select {columns} from {text} h cross join {index} f on f.id = h.rowid
            where h.{text} match %s and {visible}
        """
        return sql, [match_all(looked.text), *params]

    def _ranked_page(self, looked: LookedFor) -> tuple[str, list[Any]]:
        """Whole words first, then the reader's language, then by weight and freshness."""
        text = self.tables.text
        whole, loose, words = "", "", []
        if looked.text.has_words:
            whole = f"w as materialized (select rowid as id from {text} where {text} match %s),"
            loose = f"{2 * FAR} * (f.id not in (select id from w)) +"
            words = [match_words(looked.text)]
        where, params = looked.scope.where("f")
        sql = f"""
            {whole} page as (
                select f.id, f.work, {loose} {FAR} * (f.language <> %s) + f.rank - {FRESHNESS} * f.at as place
                from g f where {where} order by place, f.id desc limit %s
            )
        """
        return sql, [*words, looked.reader, *params, looked.fetched]


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
