"""Highlighting of what was found, in its original spelling and never with half a cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from itertools import islice

from django.utils.safestring import SafeString, mark_safe

from khmer.text import Token
from khmer.typography import excerpt
from search.query.text import Part, QueryText, index_tokens, matching_tokens

# Characters of a long text that are searched for other spellings than the typed one, and letters of the passage; a
# Khmer letter is a cluster of some characters.
LOOKED_THROUGH = 20_000
PASSAGE = 200
BEFORE = 40
LONG_CLUSTER = 5
# Texts up to this length (titles, summaries, passages) are cached.
SHORT = 400

Span = tuple[int, int]


def marked(text: str, query: QueryText) -> SafeString:
    """Return a whole text as escaped HTML, with <mark> around every match of the query."""
    return _render(text, spans(text, query))


def passage(title: str, summary: str, text: str, query: QueryText) -> SafeString:
    """Return a short passage of a page as safe HTML with matches marked: its summary, or a matching part of its text.

    The text is shown when only that matches.
    """
    short = excerpt(summary or text[:LOOKED_THROUGH], PASSAGE)
    # The summary is shown if anything in it matches, or if the title has it all: then it says most about the page.
    found = spans(short, query)
    if found or _has_all(title, query):
        return _render(short, found)
    for place in _places(text, query):
        around = _around(text, place)
        if found := _joined(_spans(around, query)):
            return _render(around, found)
    return _render(short, [])


def spans(text: str, query: QueryText) -> list[Span]:
    """Return the places in a text where the query's phrases match, as (begin, end), in order, overlaps joined."""
    return _joined(_spans(text, query)) if _may_have_one(text, query) else []


def _joined(found: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for begin, end in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


def _places(text: str, query: QueryText) -> Iterator[int]:
    """Yield places of possible matches: first where a part stands as it was typed, which is quick to find."""
    lower = text.lower()
    for part in query.parts:
        # lower() changes the length of a few letters (İ), so this place is only near the match; `_spans` finds it.
        place = lower.find(part.typed.lower())
        if place >= 0:
            yield place
    # Cutting tokens takes a hundred times as long: of a long text only the beginning.
    beginning = text[:LOOKED_THROUGH]
    if _may_have_one(beginning, query):
        yield from (begin for begin, _end in islice(_spans(beginning, query), 1))


def _may_have_one(text: str, query: QueryText) -> bool:
    """Return whether a text has all tokens of some part in any order, which is quicker than finding places."""
    held = _tokens_in(text, query)
    return any(held.issuperset(part.tokens) for part in query.parts)


def _has_all(text: str, query: QueryText) -> bool:
    held = _tokens_in(text, query)
    return all(any(held.issuperset(part.tokens) for part in clause.all) for clause in query.clauses)


def _tokens_in(text: str, query: QueryText) -> frozenset[str]:
    if not query.clauses:
        return frozenset()
    return _short_tokens_in(text) if len(text) <= SHORT else frozenset(index_tokens(text))


@lru_cache(maxsize=1024)
def _short_tokens_in(text: str) -> frozenset[str]:
    """Return the tokens of a short text such as a title, cached."""
    return frozenset(index_tokens(text))


def _around(text: str, place: int) -> str:
    begin = _word_before(text, place)
    # Only a slice is shortened: cutting a whole text into Khmer words takes long.
    shown = excerpt(text[begin : begin + PASSAGE * LONG_CLUSTER], PASSAGE)
    return f"… {shown}" if begin else shown


def _spans(text: str, query: QueryText) -> Iterator[Span]:
    """Yield the places of the query's phrases in a text, each when its last token is read."""
    parts = query.parts
    recent: deque[Token] = deque(maxlen=max(len(part.tokens) for part in parts))
    endings = {part.tokens[-1] for part in parts}
    for token in _short_tokens(text) if len(text) <= SHORT else matching_tokens(text):
        recent.append(token)
        if token.text in endings:
            for part in _ending_here(recent, parts):
                yield recent[-len(part.tokens)].start, token.end


@lru_cache(maxsize=1024)
def _short_tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a short text with their places, cached: the next search often shows the same text."""
    return tuple(matching_tokens(text))


def _ending_here(recent: deque[Token], parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        # A deque has no slices.
        ending = islice(recent, max(len(recent) - len(part.tokens), 0), None)
        if tuple(token.text for token in ending) == part.tokens:
            yield part


def _word_before(text: str, place: int) -> int:
    """Return the beginning of a passage around `place`: some letters before it, at a space or else at a cluster."""
    if place <= BEFORE:
        return 0
    space = text.find(" ", place - BEFORE, place)
    if space >= 0:
        return space + 1
    # The slice may begin inside a cluster: its first token is left out.
    begin = max(place - 2 * BEFORE, 0)
    starts = (token.start for token in matching_tokens(text[begin:place]))
    return begin + next(islice(starts, 1, None), place - begin)


def _render(text: str, found: list[Span]) -> SafeString:
    pieces, place = [], 0
    for begin, end in found:
        pieces += [escape(text[place:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        place = end
    pieces.append(escape(text[place:]))
    return mark_safe("".join(pieces))  # noqa: S308 - all but the marks is escaped
