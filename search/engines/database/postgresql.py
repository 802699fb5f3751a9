"""Search in PostgreSQL, by text vectors that are built here and do not depend on its parser or the locale."""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from catalog.models import CatalogEntry
from search.engines.database.engine import ENOUGH, FRESHNESS, PORTAL, TITLE, DatabaseEngine
from search.engines.database.facet_counts import ROWS_OF_PAGES
from search.engines.database.prepared_query import PreparedQuery
from search.engines.sql import execute, executemany, fetch
from search.query.text import MOST_TOKENS, Clause, Part, QueryText, index_text, names_text

# A vector keeps 256 places of a token and none behind the 16,383rd. So a long text is written in stretches: one ends
# where a token has occurred often enough or it is long, and the tokens of each further one carry its number and are
# counted from 1 again. Stretches overlap by the longest phrase, so a token may stand there more often by that.
MOST_TIMES = 256 - MOST_TOKENS
LONGEST_STRETCH = 12_000
MOST_STRETCHES = 40
SPACE_BETWEEN = 2
TEXT_COLUMNS = ("id", "version", "tokens", "words", "stretches")
RANKED, RANKED_IN_EVALUATION = 1000, 100_000
# A vector that takes a megabyte is refused; the end of such a text is left out.
MOST_BYTES = 700_000
# Cover density grows by 0.1 each time, by 0.01 in names. It is bent as BM25 is: some three in a text are enough, one in
# a title. The weights are those of D (text), C (names), B and A (title).
ANYWHERE, IN_TITLE = "{0.1, 0.01, 0, 0.1}", "{0, 0, 0, 0.1}"
HALF_OF_TEXT, HALF_OF_TITLE = 0.15, 0.05
GOOD = (
    f"least(r.text / (r.text + {HALF_OF_TEXT}), {ENOUGH})"
    f" + {TITLE} * least(r.title / (r.title + {HALF_OF_TITLE}), {ENOUGH})"
)


class PostgresqlEngine(DatabaseEngine):
    """The engine that searches in PostgreSQL."""

    name = "postgresql"
    text_id = "id"

    def create(self) -> None:
        """Create temporary tables for an evaluation's index, with the structure of the portal's."""
        for table, portals in ((self.tables.index, PORTAL.index), (self.tables.text, PORTAL.text)):
            # "including all" copies the indexes too, so that an evaluation measures what readers get.
            execute(f"create temp table {table} (like {portals} including all)")

    def _write_texts(self, entries: list[CatalogEntry]) -> None:
        changed = ", ".join(f"{column} = excluded.{column}" for column in TEXT_COLUMNS[1:])
        sql = f"""
            insert into {self.tables.text} ({", ".join(TEXT_COLUMNS)})
            values (%s, %s, %s::tsvector, %s::tsvector, %s) on conflict (id) do update set {changed}
        """
        executemany(sql, [(entry.page_id, entry.version, *_vectors(entry)) for entry in entries])

    def _hits(self, prepared: PreparedQuery, *, with_rank: bool = False) -> tuple[str, list[Any]]:
        # Ranks are not computed here, but for the candidates alone, from their vectors.
        visible, params = prepared.filters.visible("f")
        index, text = self.tables.index, self.tables.text
        if prepared.text.clauses:
            matching, words = self._matches("t", prepared.text)
            # OFFSET 0: without it the planner may walk through all counting rows and ask for the text of each.
            matched = f"select t.id from {text} t where {matching} offset 0"
            sql = f"select {prepared.hit_columns} from ({matched}) t join {index} f on f.id = t.id where {visible}"
            return sql, [*words, *params]
        sql = f"select {prepared.hit_columns} from {index} f where {visible}"
        if prepared.text.excluded:
            # Written as a negation it would be checked in every vector.
            unwanted, words = self._matching(QueryText((Clause(prepared.text.excluded),)))
            return f"{sql} and f.id not in ({unwanted})", [*params, *words]
        return sql, params

    def _matching(self, text: QueryText) -> tuple[str, list[Any]]:
        matching, params = self._matches("t", text)
        return f"select t.id from {self.tables.text} t where {matching}", params

    def _matches(self, row: str, text: QueryText) -> tuple[str, list[Any]]:
        """Return a condition for the index, with one for the order of tokens where there are phrases.

        The order stands only in the vectors.
        """
        # A cast and not to_tsquery(): that would cut and stem our tokens once more, by the server's configuration.
        has_tokens, params = f"{row}.tokens @@ %s::tsquery", [_tokens(text, self._longest)]
        if not has_phrases(text):
            return has_tokens, params
        # Written as an operator it would be asked of the index, too, which reads a token as often as it is repeated.
        return f"{has_tokens} and ts_match_vq({row}.tokens, %s::tsquery)", [*params, _all(text, self._longest)]

    def _in_whole_words(self, text: QueryText) -> tuple[str, list[Any]]:
        # The column `words` holds no Latin words.
        phrases = ([part.words for part in clause.alternatives if part.words] for clause in text.clauses)
        whole = " & ".join(f"({_any(found, self._longest)})" for found in phrases if found)
        return f"select id from {self.tables.text} where words @@ %s::tsquery", [whole]

    def _titled(self, parts: Sequence[Sequence[str]], endings: Sequence[str]) -> tuple[str, list[Any]]:
        *before, last = parts
        begun = " | ".join(_title_phrase(last[:-1], f"{_lexeme(ending, 0)}:A") for ending in endings)
        # In a tsquery "<->" means that the next token follows at once, ":A" the title, ":*" the beginning of a token.
        begun += f" | {_title_phrase(last[:-1], f'{_lexeme(last[-1], 0)}:*A')}"
        phrases = [_title_phrase(part[:-1], f"{_lexeme(part[-1], 0)}:A") for part in before]
        query = " & ".join([*phrases, f"({begun})"])
        index, text = self.tables.index, self.tables.text
        return f"select f.id from {text} t join {index} f on f.id = t.id where t.tokens @@ %s::tsquery", [query]

    def _newest(self, titled: str, params: list[Any], bounds: list[Any]) -> tuple[str, list[Any]]:
        # The index is asked once: it knows no order of ids.
        sides = [
            f"select id from (select id from found where id {side} %s order by id desc limit %s) {name}"
            for name, side in (("pages", "<"), ("others", ">="))
        ]
        return f"with found as materialized ({titled}) {' union all '.join(sides)}", [*params, *bounds * 2]

    def _ranked_page(self, prepared: PreparedQuery) -> tuple[str, list[Any]]:
        """Order by tier, the reader's language, then cover density, less for each repetition, and freshness."""
        ctes, tier, params = self._tier(prepared)
        where, chosen = prepared.filters.where("f")
        # Most texts are written in one stretch: asking theirs for the words of further ones trebles the time.
        asked = "case when i.stretches = 1 then q.of_short else q.of_long end"
        sql = f"""
            {ctes} candidates as materialized (
                select f.id, f.translation_group, f.organization, f.happens_at, {tier} + (f.language <> %s)::int as tier
                from g f where {where} order by tier, f.happens_at desc limit %s
            ),
            ranks as (
                select c.*, ts_rank_cd('{ANYWHERE}', i.tokens, {asked}) as text,
                    ts_rank_cd('{IN_TITLE}', i.tokens, {asked}) as title
                from candidates c join {self.tables.text} i on i.id = c.id
                    cross join (select %s::tsquery as of_short, %s::tsquery as of_long) q
            ),
            page as (
                select r.id, r.translation_group, r.organization, r.tier, row_number() over (
                    order by r.tier, {GOOD} + {FRESHNESS} * r.happens_at desc, r.id desc
                ) as place
                from ranks r order by place limit {ROWS_OF_PAGES}
            )
        """
        return sql, [
            *params, prepared.reader, *chosen, self._candidates,
            _all(prepared.text, 1), _all(prepared.text, self._longest), *[prepared.ranked_pages] * 2
        ]  # fmt: skip

    @property
    def _candidates(self) -> int:
        """Return the number of hits that are ranked, the newest ones; in an evaluation all of them."""
        return RANKED if self.tables == PORTAL else RANKED_IN_EVALUATION

    @cached_property
    def _longest(self) -> int:
        """Return the number of stretches of the longest text, read once for each engine, that is for each search."""
        sql = f"select stretches from {self.tables.text} order by stretches desc limit 1"
        return next(iter(fetch(sql, [])), (1,))[0]


def has_phrases(text: QueryText) -> bool:
    """Return whether any searched or excluded part of a query has more than one token."""
    return any(len(part.tokens) > 1 for part in (*text.parts, *text.excluded))


def _tokens(text: QueryText, stretches: int) -> str:
    """Return a tsquery for rows that have all tokens of every clause, in any order; it finds all rows of `_all`."""
    met = " & ".join(f"({_any_tokens(clause.all, stretches)})" for clause in text.clauses)
    words = [part for part in text.excluded if len(part.tokens) == 1]
    return f"{met} & !({_any_tokens(words, stretches)})" if words else met


def _any_tokens(parts: Iterable[Part], stretches: int) -> str:
    return " | ".join(
        " & ".join(_lexeme(token, stretch) for token in dict.fromkeys(part.tokens))
        for part in parts
        for stretch in range(stretches)
    )


def _all(text: QueryText, stretches: int) -> str:
    """Return a tsquery for rows that meet every clause and have nothing excluded."""
    met = " & ".join(f"({_any([part.tokens for part in clause.all], stretches)})" for clause in text.clauses)
    if not text.excluded:
        return met
    return f"{met} & !({_any([part.tokens for part in text.excluded], stretches)})"


def _any(phrases: list[tuple[str, ...]], stretches: int) -> str:
    """Return a tsquery for rows with one of the phrases in any stretch."""
    return " | ".join(_phrase(phrase, stretch) for phrase in phrases for stretch in range(stretches))


def _title_phrase(tokens: Sequence[str], last: str) -> str:
    """Return a tsquery for a phrase in a title, which is never longer than one stretch."""
    return " <-> ".join([*(f"{_lexeme(token, 0)}:A" for token in tokens), last])


def _phrase(tokens: tuple[str, ...], stretch: int) -> str:
    return " <-> ".join(_lexeme(token, stretch) for token in tokens)


def _lexeme(token: str, stretch: int) -> str:
    # Tokens are letters and digits alone: nothing in them can end the quotation.
    return f"'{token}~{stretch}'" if stretch else f"'{token}'"


def _vectors(entry: CatalogEntry) -> tuple[str, str, int]:
    title, body = index_text(entry.title), index_text(f"{entry.summary}\n{entry.text}")
    names = names_text(entry.names)
    tokens, in_tokens = _vector(title.tokens, names.tokens, body.tokens)
    words, in_words = _vector(title.words, names.words, body.words)
    return tokens, words, max(in_tokens, in_words)


def _vector(title: list[str], names: list[str], body: list[str]) -> tuple[str, int]:
    """Return a tsvector literal, and the number of stretches in which it is written.

    The title's tokens weigh A, those of names C, the text's D, and no phrase leads from one to the other.
    """
    placed: list[tuple[str, int, str]] = []
    begin = 1
    for tokens, weight in ((title, "A"), (names, "C"), (body, "")):
        placed += [(token, place, weight) for place, token in enumerate(tokens, begin)]
        # At least one place stays empty, so that "<->" finds no phrase across title and text.
        begin += len(tokens) + SPACE_BETWEEN - 1
    positions: dict[str, list[str]] = defaultdict(list)
    longest = 0
    for token, stretch, place, weight in _in_stretches(placed):
        longest = max(longest, stretch)
        positions[_lexeme(token, stretch)].append(f"{place}{weight}")
    literal = " ".join(f"{lexeme}:{','.join(places)}" for lexeme, places in positions.items())
    return literal, longest + 1


def _in_stretches(placed: list[tuple[str, int, str]]) -> Iterator[tuple[str, int, int, str]]:
    """Yield (token, stretch, place in it, weight); in the overlap of two stretches a token comes twice."""
    stretch, begin, before = 0, 1, 1
    times: Counter[str] = Counter()
    bytes_left = MOST_BYTES
    for token, place, weight in placed:
        # PostgreSQL drops further places without an error: a phrase in them would not be found.
        if times[token] == MOST_TIMES or place - begin == LONGEST_STRETCH:
            stretch, begin, before = stretch + 1, place, begin
            times.clear()
        bytes_left -= len(token.encode()) + 4
        if stretch == MOST_STRETCHES or bytes_left < 0:
            return
        times[token] += 1
        yield token, stretch, place - begin + 1, weight
        if stretch and place - begin < MOST_TOKENS:
            yield token, stretch - 1, place - before + 1, weight
