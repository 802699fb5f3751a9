"""Text for the index and for queries, the same for every engine."""

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
# Longer runs are no words (addresses, numbers of files), and PostgreSQL refuses some of them.
LONGEST_TOKEN = 64
# Beyond these a query is cut before it is looked at; twelve parts of sixty tokens never need more.
MOST_CHARACTERS = 2000

POSSESSIVE = re.compile(r"['’ʼ]s(?!\w)", re.IGNORECASE)
# One thing typed: a phrase in quotation marks or a word, either with a minus before it, or a bar.
ELEMENT = re.compile(
    r"""(?P<minus>(?<!\S)[-−]+(?=\S))?
    (?:["“”«»](?P<phrase>[^"“”«»]+)["“”«»] | (?P<bar>\|) | (?P<word>[^\s|"“”«»]+))""",
    re.VERBOSE,
)
# Between two parts, either of them is enough.
EITHER = ("OR", "ឬ")
# Words that nearly every English text has: asking for them finds nothing and costs much.
COMMON_WORDS = frozenset(
    """
    a an and are as at be by for from has have how in is it its of on or that the their this to was were
    what when where which who will with
    """.split()  # noqa: SIM905 - a list of thirty-seven lines is no easier to read
)

LATIN = re.compile("[a-z0-9\u00df-\u024f\u1e00-\u1eff]+")

_stemmers = threading.local()


@dataclass(frozen=True)
class IndexText:
    """One text as the index holds it: tokens to match, and the Khmer words that put a match first."""

    tokens: list[str]
    words: list[str]


@dataclass(frozen=True)
class Part:
    """What stood between spaces or quotation marks. It is found where it occurs as a phrase."""

    typed: str
    tokens: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """What a page must have: one of the alternatives or, ranked below and marked as such, something related."""

    alternatives: tuple[Part, ...]
    synonyms: tuple[Part, ...] = ()

    @property
    def all(self) -> tuple[Part, ...]:
        return self.alternatives + self.synonyms


@dataclass(frozen=True)
class QueryText:
    """A query taken apart: every clause must be met, and nothing of what is excluded may occur.

    `is_truncated` tells that it was too long and its end is not searched for.
    """

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Part, ...] = ()
    is_truncated: bool = False

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All that a page may be found by, each once."""
        return tuple(dict.fromkeys(part for clause in self.clauses for part in clause.all))

    @property
    def is_empty(self) -> bool:
        return not (self.clauses or self.excluded)

    @property
    def has_words(self) -> bool:
        """Whether Khmer was typed, which is found best as whole words."""
        return any(part.words for clause in self.clauses for part in clause.alternatives)

    @property
    def has_synonyms(self) -> bool:
        return any(clause.synonyms for clause in self.clauses)

    @property
    def without_synonyms(self) -> QueryText:
        """The same without what is only related to it."""
        return replace(self, clauses=tuple(Clause(clause.alternatives) for clause in self.clauses))


def index_text(text: str) -> IndexText:
    normal = _normal(text)
    khmer = [word[:LONGEST_TOKEN] for word in words(normal) if has_khmer(word)] if has_khmer(normal) else []
    return IndexText(_tokens(normal), khmer)


def index_tokens(text: str) -> list[str]:
    """The tokens of `index_text(text)` alone, which cost a third of all."""
    return _tokens(_normal(text))


@lru_cache(maxsize=4096)
def names_text(names: str) -> IndexText:
    """Return what `index_text` does, and remember it: many pages have the same names."""
    return index_text(names)


def parse(text: str) -> QueryText:
    """Take a query apart. Whatever was typed is a query, if only an empty one; nothing is raised."""
    parser = QueryParser()
    for element in ELEMENT.finditer(text[:MOST_CHARACTERS]):
        if parser.is_truncated:
            break
        parser.take(element)
    return QueryText(parser.clauses(), tuple(parser.excluded), parser.is_truncated or len(text) > MOST_CHARACTERS)


def part_of(typed: str) -> Part | None:
    """One phrase; None where there is nothing to look for."""
    indexed = index_text(typed)
    return Part(typed.strip(), tuple(indexed.tokens), tuple(indexed.words)) if indexed.tokens else None


def truncate(part: Part, most_tokens: int) -> Part:
    """The beginning of a phrase that is too long, in tokens."""
    *_, last = islice(matching_tokens(part.typed), most_tokens)
    typed = part.typed[: last.end]
    return Part(typed, part.tokens[:most_tokens], tuple(index_text(typed).words))


class QueryParser:
    """A query while it is read, element by element."""

    def __init__(self) -> None:
        self.groups: list[list[Part]] = []
        self.excluded: list[Part] = []
        self.is_truncated = False
        self._common: set[Part] = set()
        self._is_either = False
        self._room = MOST_TOKENS
        self._taken = 0

    def take(self, element: re.Match[str]) -> None:
        typed = element["phrase"] or element["word"] or ""
        if self.groups and not element["minus"] and (element["bar"] or typed in EITHER):
            self._is_either = True
            return
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
        """Without what nearly every text has, unless there is nothing else."""
        telling = [[part for part in group if part not in self._common] for group in self.groups]
        groups = telling if any(telling) else self.groups
        # What is typed twice finds what it finds once, and would cost twice.
        distinct: dict[frozenset[tuple[str, ...]], list[Part]] = {}
        for group in filter(None, groups):
            distinct.setdefault(frozenset(part.tokens for part in group), group)
        return tuple(Clause(tuple(dict.fromkeys(group))) for group in distinct.values())


def is_common(element: re.Match[str]) -> bool:
    """Whether nearly every text has it: what stands in quotation marks was meant."""
    return (element["word"] or "").lower() in COMMON_WORDS


def matching_tokens(typed: str) -> Iterator[Token]:
    """The tokens of `index_text(typed)`, each with its place in the text as it was typed."""
    skipped = {match.end() for match in POSSESSIVE.finditer(typed)}
    for token in tokens(typed):
        if token.end not in skipped or token.text != "s":
            stemmed = stem(token.text)
            yield token if stemmed == token.text else Token(stemmed, token.start, token.end)


@lru_cache(maxsize=65536)
def stem(token: str) -> str:
    """Give the stem of an English word, and of any Latin one without its accents; others only lose what is too long."""
    token = token[:LONGEST_TOKEN]
    if LATIN.fullmatch(token):
        token = "".join(letter for letter in normalize("NFD", token) if not combining(letter))
    if not (token.isascii() and token.isalpha()):
        return token
    # A stemmer's inner buffer is not to be shared between threads.
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer("english")
    return _stemmers.english.stemWord(token)


def _normal(text: str) -> str:
    return normalise(POSSESSIVE.sub("", text))


def _tokens(normal: str) -> list[str]:
    return [stem(token) for token in clusters(normal)]
