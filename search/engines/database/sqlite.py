"""Search in SQLite, by an FTS5 table beside the rows; Wagtail's takes time with the square of the hits."""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from catalog.models import CatalogEntry, CountingRow
from search.engines.database.engine import ENOUGH, FRESHNESS, TITLE, DatabaseEngine
from search.engines.database.facet_counts import ROWS_OF_PAGES
from search.engines.database.prepared_query import PreparedQuery
from search.engines.sql import execute, executemany
from search.query.text import Part, QueryText, index_text, names_text

# The stock tokenizer takes Khmer vowel signs for spaces. What is indexed by it is made by migrations: a change of it is
# one of theirs, too.
TOKENIZER = "unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''"
# A hit in the title weighs five times one in the text, one in the names of what the page is sorted by a fiftieth;
# words only decide who comes first.
# One weight for each column: version, title, clusters, names, words. 0 where a column must not count.
WEIGHTS = "bm25(0.0, 5.0, 1.0, 0.02, 0.0)"
TITLE_ONLY = "0.0, 1.0, 0.0, 0.0, 0.0"
# The columns in which typed words are searched.
SEARCHED = "{title clusters names}"
# More than the greatest difference of places between two hits of one tier.
FAR = 1_000_000


class SqliteEngine(DatabaseEngine):
    """The engine that searches in SQLite."""

    name = "sqlite"
    text_id = "rowid"

    def create(self) -> None:
        """Create temporary tables for texts and counting rows of an evaluation, apart from the portal's."""
        index, text = self.tables.index, self.tables.text
        execute(f"create temp table {index} as select * from {CountingRow._meta.db_table} where 0")
        # The copy by "as select" has no primary key.
        execute(f"create unique index temp.{index}_id on {index} (id)")
        # The version is stored but not searched.
        columns = f"version unindexed, title, clusters, names, words, tokenize='{TOKENIZER}'"
        execute(f"create virtual table temp.{text} using fts5({columns})")
        execute(f"insert into temp.{text}({text}, rank) values ('rank', '{WEIGHTS}')")

    def _write_texts(self, entries: list[CatalogEntry]) -> None:
        # FTS5 has no ON CONFLICT: the old texts are deleted first.
        self.remove([entry.page_id for entry in entries])
        executemany(
            f"insert into {self.tables.text} (rowid, version, title, clusters, names, words)"
            " values (%s, %s, %s, %s, %s, %s)",
            [_texts(entry) for entry in entries],
        )

    def _hits(self, prepared: PreparedQuery, *, with_rank: bool = False) -> tuple[str, list[Any]]:
        index, text = self.tables.index, self.tables.text
        visible, params = prepared.filters.visible("f")
        if not prepared.text.clauses:
            without, excluded = self._without(prepared.text)
            return f"select {prepared.hit_columns} from {index} f where {visible}{without}", [*params, *excluded]
        # CROSS JOIN, or the planner may ask the text table again for each row. A rank that is read is computed.
        ranks = f", h.rank as rank, bm25(h.{text}, {TITLE_ONLY}) as in_title"
        columns = f"{prepared.hit_columns}{ranks}" if with_rank else prepared.hit_columns
        sql = f"""
            select {columns} from {text} h cross join {index} f on f.id = h.rowid
            where h.{text} match %s and {visible}
        """
        return sql, [match_all(prepared.text), *params]

    def _without(self, text: QueryText) -> tuple[str, list[Any]]:
        """Return a further condition for a query of excluded parts only, which FTS5 cannot search alone."""
        if not text.excluded:
            return "", []
        # FTS5's NOT needs something on its left side.
        sql = f" and f.id not in (select rowid from {self.tables.text} where {self.tables.text} match %s)"
        return sql, [f"{SEARCHED} : ({_any(text.excluded)})"]

    def _matching(self, text: QueryText) -> tuple[str, list[Any]]:
        return self._ids(match_all(text))

    def _in_whole_words(self, text: QueryText) -> tuple[str, list[Any]]:
        return self._ids(match_words(text))

    def _ids(self, match: str) -> tuple[str, list[Any]]:
        return f"select rowid as id from {self.tables.text} where {self.tables.text} match %s", [match]

    def _titled(self, parts: Sequence[Sequence[str]], endings: Sequence[str]) -> tuple[str, list[Any]]:
        *before, last = parts
        begun = [f"{_phrase(last)} *", *(_phrase([*last[:-1], ending]) for ending in endings)]
        match = " AND ".join([*(_phrase(part) for part in before), f"({' OR '.join(begun)})"])
        index, text = self.tables.index, self.tables.text
        sql = f"select f.id from {text} t cross join {index} f on f.id = t.rowid where t.{text} match %s"
        return sql, [f"{{title}} : ({match})"]

    def _newest(self, titled: str, params: list[Any], bounds: list[Any]) -> tuple[str, list[Any]]:
        # The text table goes to a range of ids at once; a table of what was found would be written and sorted.
        sides = [
            f"select id from ({titled} and t.rowid {side} %s order by f.id desc limit %s) {name}"
            for name, side in (("pages", "<"), ("others", ">="))
        ]
        return " union all ".join(sides), [*params, *bounds] * 2

    def _ranked_page(self, prepared: PreparedQuery) -> tuple[str, list[Any]]:
        """Order by tier, the reader's language, then by score relative to the best, and freshness."""
        ctes, tier, params = self._tier(prepared)
        where, chosen = prepared.filters.where("f")
        # FTS5's ranks are the lower the better; no hit has a rank of 0.
        # min() of two values is SQLite's smaller one. in_title is NULL where no title has the words: then it counts 0.
        good = f"min(f.rank / b.rank, {ENOUGH}) + {TITLE} * min(coalesce(f.in_title / b.in_title, 0), {ENOUGH})"
        sql = f"""
            {ctes} best as materialized (
                select min(f.rank) as rank, nullif(min(f.in_title), 0) as in_title from g f where {where}
            ),
            page as (
                select id, translation_group, organization, tier,
                    {FAR} * tier - good - {FRESHNESS} * happens_at as place
                from (
                    select f.id, f.translation_group, f.organization, f.happens_at,
                        {tier} + (f.language <> %s) as tier, {good} as good
                    from g f cross join best b where {where}
                ) order by place, id desc limit {ROWS_OF_PAGES}
            )
        """
        return sql, [*params, *chosen, prepared.reader, *chosen, *[prepared.ranked_pages] * 2]


def match_all(text: QueryText) -> str:
    """Return the FTS5 expression for rows that meet every clause of a query and contain nothing excluded."""
    met = " AND ".join(f"({_any(clause.all)})" for clause in text.clauses)
    # For example: {title clusters names} : (("land title") AND ("silk" OR "cotton")).
    return f"{SEARCHED} : ({met})" if not text.excluded else (f"{SEARCHED} : (({met}) NOT ({_any(text.excluded)}))")


def match_words(text: QueryText) -> str:
    """Return the FTS5 expression for rows in which each Khmer clause of a query is met by whole words."""
    whole = [
        " OR ".join(_whole(part) for part in clause.alternatives)
        for clause in text.clauses
        if any(part.words for part in clause.alternatives)
    ]
    return " AND ".join(f"({one})" for one in whole)


def _whole(part: Part) -> str:
    """Return the FTS5 expression for a part as whole words; a Latin word is always whole."""
    return f"{{words}} : {_phrase(part.words)}" if part.words else f"{SEARCHED} : {_phrase(part.tokens)}"


def _any(parts: Iterable[Part]) -> str:
    return " OR ".join(_phrase(part.tokens) for part in parts)


def _phrase(tokens: Sequence[str]) -> str:
    # Tokens are letters and digits alone: nothing in them can end the quotation.
    return '"' + " ".join(tokens) + '"'


def _texts(entry: CatalogEntry) -> tuple[int, int, str, str, str, str]:
    title, body = index_text(entry.title), index_text(f"{entry.summary}\n{entry.text}")
    names = names_text(entry.names)
    return (
        entry.page_id,
        entry.version,
        " ".join(title.tokens),
        " ".join(body.tokens),
        " ".join(names.tokens),
        " ".join([*title.words, *body.words, *names.words]),
    )
