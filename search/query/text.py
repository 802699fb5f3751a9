"""Text of the index and of queries, cut into tokens in the same way for every engine."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from unicodedata import combining, normalize

from Stemmer import Stemmer

from khmer.text import Token, clusters, has_khmer, normalise, tokens, words

MOST_PARTS = 12
MOST_TOKENS = 60
# Longer tokens are no words (addresses, numbers of files), and PostgreSQL refuses some of them.
LONGEST_TOKEN = 64
# The most characters of a query; the rest is cut off before parsing. Twelve parts of sixty tokens never need more.
MOST_CHARACTERS = 2000

# With the typewriter's apostrophe and the two that phones type.
POSSESSIVE = re.compile(r"['’ʼ]s(?!\w)", re.IGNORECASE)
# One thing typed: a phrase in quotation marks or a word, either with a minus before it, or a bar.
# The minus must stand after a space, so that "non-profit" excludes nothing: land -"land title" | silk has 4 elements.
ELEMENT = re.compile(
    r"""(?P<minus>(?<!\S)[-−]+(?=\S))?
    (?:["“”«»](?P<phrase>[^"“”«»]+)["“”«»] | (?P<bar>\|) | (?P<word>[^\s|"“”«»]+))""",
    re.VERBOSE,
)
# Words that, between two parts, mean that either of them is enough.
# Capitals only: "or" in small letters is a common word of English texts.
EITHER = ("OR", "ឬ")
# Words that nearly every English text has: asking for them finds nothing and costs much.
COMMON_WORDS = frozenset(
    """
    a an and are as at be by for from has have how in is it its of on or that the their this to was were
    what when where which who will with
    """.split()  # noqa: SIM905 - a list of thirty-four lines is no easier to read
)

# Digits, a to z, and the blocks of Latin letters with accents.
LATIN = re.compile("[a-z0-9\u00df-\u024f\u1e00-\u1eff]+")

_stemmers = threading.local()


@dataclass(frozen=True)
class IndexText:
    """A text as the index holds it: tokens to match, and Khmer words that rank a match higher."""

    tokens: list[str]
    words: list[str]


@dataclass(frozen=True)
class Part:
    """A part of a query: a word or a phrase in quotation marks; it is found where its tokens stand in a row."""

    typed: str
    tokens: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """A condition of a query: one of the alternatives or, ranked below and marked as such, one of the synonyms."""

    alternatives: tuple[Part, ...]
    synonyms: tuple[Part, ...] = ()

    @property
    def all(self) -> tuple[Part, ...]:
        """Return the clause's typed alternatives and its synonyms, of which a page must have one."""
        return self.alternatives + self.synonyms


@dataclass(frozen=True)
class QueryText:
    """A parsed query: every clause must be met, and no excluded part may occur.

    `is_truncated` says that it was too long and its end is not searched.
    """

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Part, ...] = ()
    is_truncated: bool = False

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return all words and phrases of the query, synonyms too, by which a page may be found, each once."""
        return tuple(dict.fromkeys(part for clause in self.clauses for part in clause.all))

    @property
    def is_empty(self) -> bool:
        """Return whether the query has nothing to search for and nothing to exclude."""
        return not (self.clauses or self.excluded)

    @property
    def has_words(self) -> bool:
        """Return whether the query has typed Khmer words, which rank higher where whole words match."""
        return any(part.words for clause in self.clauses for part in clause.alternatives)

    @property
    def has_synonyms(self) -> bool:
        """Return whether any clause of the parsed query has synonyms."""
        return any(clause.synonyms for clause in self.clauses)

    @property
    def without_synonyms(self) -> QueryText:
        """Return a copy of the parsed query that has only the typed words, without synonyms."""
        return replace(self, clauses=tuple(Clause(clause.alternatives) for clause in self.clauses))


def index_text(text: str) -> IndexText:
    """Return a text's tokens and its Khmer words, as the search index stores them."""
    normal = _normal(text)
    khmer = [word[:LONGEST_TOKEN] for word in words(normal) if has_khmer(word)] if has_khmer(normal) else []
    return IndexText(_tokens(normal), khmer)


def index_tokens(text: str) -> list[str]:
    """Return only the tokens of a text, as the search index stores them, without its Khmer words."""
    return _tokens(_normal(text))


@lru_cache(maxsize=4096)
def names_text(names: str) -> IndexText:
    """Return `index_text(names)` from a cache, because many pages have the same names."""
    return index_text(names)


def parse(text: str) -> QueryText:
    """Return typed search text, cut if too long, as a parsed query: words, "phrases", OR, -excluded; never refused."""
    parser = QueryParser()
    for element in ELEMENT.finditer(text[:MOST_CHARACTERS]):
        if parser.is_truncated:
            break
        parser.take(element)
    return QueryText(parser.clauses(), tuple(parser.excluded), parser.is_truncated or len(text) > MOST_CHARACTERS)


def part_of(typed: str) -> Part | None:
    """Return a text as one part of a query, or None when it has no tokens."""
    indexed = index_text(typed)
    return Part(typed.strip(), tuple(indexed.tokens), tuple(indexed.words)) if indexed.tokens else None


def truncate(part: Part, most_tokens: int) -> Part:
    """Return the beginning of a query part that is too long, with `most_tokens` tokens."""
    *_, last = islice(matching_tokens(part.typed), most_tokens)
    typed = part.typed[: last.end]
    return Part(typed, part.tokens[:most_tokens], tuple(index_text(typed).words))


class QueryParser:
    """A parser that reads a query element by element."""

    def __init__(self) -> None:
        self.groups: list[list[Part]] = []
        self.excluded: list[Part] = []
        self.is_truncated = False
        self._common: set[Part] = set()
        self._is_either = False
        self._room = MOST_TOKENS
        self._taken = 0

    def take(self, element: re.Match[str]) -> None:
        """Add the next typed element (word, phrase, bar or OR) to the query, or mark the query as truncated."""
        typed = element["phrase"] or element["word"] or ""
        if self.groups and not element["minus"] and (element["bar"] or typed in EITHER):
            self._is_either = True
            return
        # None for signs alone, such as "&": they are no part and do not count.
        whole = part_of(typed)
        if whole is None:
            return
        if self._taken == MOST_PARTS or not self._room:
            self.is_truncated = True
            return
        part = whole if len(whole.tokens) <= self._room else truncate(whole, self._room)
        self.is_truncated = part is not whole
        self._taken += 1
        self._room -= len(part.tokens)
        self._place(part, is_excluded=bool(element["minus"]), is_common=is_common(element))

    def _place(self, part: Part, *, is_excluded: bool, is_common: bool) -> None:
        if is_excluded:
            if not is_common:
                self.excluded.append(part)
        elif self._is_either:
            self.groups[-1].append(part)
        else:
            self.groups.append([part])
        self._is_either = False
        if is_common:
            self._common.add(part)

    def clauses(self) -> tuple[Clause, ...]:
        """Return the clauses of all elements read so far, without common words unless there is nothing else."""
        telling = [[part for part in group if part not in self._common] for group in self.groups]
        # For a query of common words alone, such as "who".
        groups = telling if any(telling) else self.groups
        # A part that is typed twice is searched once: the second would cost time and change nothing.
        distinct: dict[frozenset[tuple[str, ...]], list[Part]] = {}
        for group in filter(None, groups):
            distinct.setdefault(frozenset(part.tokens for part in group), group)
        return tuple(Clause(tuple(dict.fromkeys(group))) for group in distinct.values())


def is_common(element: re.Match[str]) -> bool:
    """Return whether an element of a query is a very common English word, outside quotation marks."""
    return (element["word"] or "").lower() in COMMON_WORDS


def matching_tokens(typed: str) -> Iterator[Token]:
    """Yield the tokens that the index holds of a typed text, each with its place in that text."""
    # "women's" is indexed without its 's; here it stays in the text, so the token "s" is passed over.
    skipped = {match.end() for match in POSSESSIVE.finditer(typed)}
    for token in tokens(typed):
        if token.end not in skipped or token.text != "s":
            # The place stays that of the typed word, so that "weaving" is marked whole although "weave" was searched.
            stemmed = stem(token.text)
            yield token if stemmed == token.text else Token(stemmed, token.start, token.end)


@lru_cache(maxsize=65536)
def stem(token: str) -> str:
    """Return the stem of an English word, other Latin words without accents; other tokens are only shortened."""
    token = token[:LONGEST_TOKEN]
    if LATIN.fullmatch(token):
        token = "".join(letter for letter in normalize("NFD", token) if not combining(letter))
    if not (token.isascii() and token.isalpha()):
        return token
    # A stemmer has an internal buffer, so each thread needs its own.
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer("english")
    return _stemmers.english.stemWord(token)


def _normal(text: str) -> str:
    return normalise(POSSESSIVE.sub("", text))


def _tokens(normal: str) -> list[str]:
    return [stem(token) for token in clusters(normal)]
