"""Text for the index and for queries, the same for every engine."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
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
PART = re.compile(r'["“”«»]([^"“”«»]+)["“”«»]|[^\s"“”«»]+')
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
    """One part of a query: what stood between spaces or quotation marks. It must occur as a phrase."""

    typed: str
    tokens: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class QueryText:
    """A query taken apart. `is_cut` tells that it was too long and its end is not searched for."""

    parts: tuple[Part, ...] = ()
    is_cut: bool = False

    @property
    def has_words(self) -> bool:
        return any(part.words for part in self.parts)


def index_text(text: str) -> IndexText:
    normal = _normal(text)
    khmer = [word[:LONGEST_TOKEN] for word in words(normal) if has_khmer(word)] if has_khmer(normal) else []
    return IndexText(_tokens(normal), khmer)


def index_tokens(text: str) -> list[str]:
    """The tokens of `index_text(text)` alone, which cost a third of all."""
    return _tokens(_normal(text))


def parse(text: str) -> QueryText:
    """Take a query apart. Whatever was typed is a query, if only an empty one; nothing is raised."""
    found: list[Part] = []
    room = MOST_TOKENS
    is_cut = len(text) > MOST_CHARACTERS
    for match in PART.finditer(text[:MOST_CHARACTERS]):
        typed = match.group(1) or match.group()
        indexed = index_text(typed)
        if not indexed.tokens:
            continue
        if len(found) == MOST_PARTS or len(indexed.tokens) > room:
            is_cut = True
            break
        room -= len(indexed.tokens)
        found.append(Part(typed.strip(), tuple(indexed.tokens), tuple(indexed.words)))
    return QueryText(tuple(_without_common(found)), is_cut)


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


def _without_common(parts: list[Part]) -> list[Part]:
    telling = [part for part in parts if part.typed.lower() not in COMMON_WORDS]
    return telling or parts
