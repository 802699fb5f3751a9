"""Spelling suggestions ("did you mean"), from words that public pages have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from khmer.text import has_khmer, normalise, words
from search.query import known_words
from search.query.text import Part, QueryText, part_of

# A query with more hits than this is not corrected.
FEW_HITS = 3
# A word must be so many times as frequent as the typed one to be suggested.
TIMES_AS_FREQUENT = 10
# A misspelt word may be cut into several.
LONGEST_SPAN = 3
# Parts of more words are taken for quotations and not corrected, and no more parts of a query than MOST_PARTS are.
MOST_WORDS, MOST_PARTS = 6, 5
MOST_ASKED_FOR = 12
ASKED_AT_ONCE = 50

# A function that returns the number of public pages with each part, up to a limit.
Frequencies = Callable[[Sequence[Part]], list[int]]


def suggestion(text: QueryText, total: int, frequencies: Frequencies) -> str:
    """Return a better-spelt query text to offer to a reader; "" if there are enough hits or no better one.

    A part that occurs nowhere, and is similar to nothing that occurs, is left out.
    """
    parts = [part for clause in text.clauses for part in clause.alternatives]
    if total > FEW_HITS or not parts:
        return ""
    # A single clause that found nothing need not be counted again.
    is_known = not total and len(text.clauses) == 1 and not text.excluded
    held = dict.fromkeys(parts, 0) if is_known else dict(zip(parts, frequencies(parts), strict=True))
    doubtful = [part for part in parts if held[part] <= FEW_HITS][:MOST_PARTS]
    meant = dict.fromkeys(parts, "") | {part: correction_of(part, held[part], frequencies) for part in doubtful}
    is_corrected = any(meant.values())
    is_shorter = not total and not all(held.values())
    if not (is_corrected or is_shorter):
        return ""
    groups = [
        [meant[part] or part.typed for part in clause.alternatives if meant[part] or held[part]]
        for clause in text.clauses
    ]
    return _typed([group for group in groups if group], text.excluded)


def correction_of(part: Part, count: int, frequencies: Frequencies) -> str:
    """Return a query part with a word respelt, if far more pages contain that; else ""."""
    asked = sorted(candidates(part))[:MOST_ASKED_FOR]
    # A candidate with the same tokens would find the same pages.
    read = [(distance, found) for distance, typed in asked if (found := part_of(typed)) and found.tokens != part.tokens]
    counts = frequencies([found for _distance, found in read]) if read else []
    likely = [
        (distance, -often, found.typed)
        for (distance, found), often in zip(read, counts, strict=True)
        if often and often >= count * TIMES_AS_FREQUENT
    ]
    return min(likely)[2] if likely else ""


def candidates(part: Part) -> set[tuple[int, str]]:
    """Return (number of differing letters, text) for a query part with one word replaced by a similar known word."""
    typed = words(normalise(part.typed))
    if len(typed) > MOST_WORDS:
        return set()
    spans = {(begin, end): "".join(typed[begin:end]) for begin, end in _spans(len(typed))}
    alike = known_words.similar(spans.values())
    found = set()
    for (begin, end), span in spans.items():
        for word in alike.get(span, ()):
            difference = distance(span, word)
            # One letter may differ, in words of six letters or more two.
            if difference <= max(1, min(2, len(span) // 3)):
                found.add((difference, _joined([*typed[:begin], word, *typed[end:]])))
    return found


def distance(one: str, other: str) -> int:
    """Return the number of letters to insert, drop, replace or swap (neighbours) to turn one text into another."""
    # The restricted Damerau-Levenshtein distance; three rows of its table are enough.
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, with_letter in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != with_letter))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == with_letter:
                cost = min(cost, before_last[column - 2] + 1)
            now.append(cost)
        before_last, last = last, now
    return last[-1]


def delete_unused_words(frequencies: Frequencies) -> int:
    """Delete the known words that no indexed page contains any more, and return their number."""
    dropped = 0
    for batch in known_words.stored_words():
        unused: list[int] = []
        for begin in range(0, len(batch), ASKED_AT_ONCE):
            asked = [(pk, part) for pk, text in batch[begin : begin + ASKED_AT_ONCE] if (part := part_of(text))]
            counts = frequencies([part for _pk, part in asked])
            unused += [pk for (pk, _part), count in zip(asked, counts, strict=True) if not count]
        known_words.delete_words(unused)
        dropped += len(unused)
    return dropped


def any_part_of(text: QueryText) -> str:
    """Return the query text that finds any of a query's parts instead of all; "" when it has only one clause."""
    parts = [part for clause in text.clauses for part in clause.alternatives]
    return _typed([[part.typed for part in parts]], text.excluded) if len(text.clauses) > 1 else ""


def _spans(length: int) -> Iterator[tuple[int, int]]:
    for width in range(1, LONGEST_SPAN + 1):
        for begin in range(length - width + 1):
            yield begin, begin + width


def _joined(parts: list[str]) -> str:
    """Return parts as one text, Khmer words without spaces between them."""
    text = parts[0]
    for before, word in pairwise(parts):
        text += word if has_khmer(before) and has_khmer(word) else f" {word}"
    return text


def _typed(groups: list[list[str]], excluded: Sequence[Part]) -> str:
    """Return a query in the syntax in which it is typed."""
    wanted = [" OR ".join(map(_quoted, dict.fromkeys(group))) for group in groups]
    return " ".join([*wanted, *(f"-{_quoted(part.typed)}" for part in excluded)]) if wanted else ""


def _quoted(typed: str) -> str:
    # Without quotation marks the words of a phrase would become parts of their own.
    return f'"{typed}"' if len(typed.split()) > 1 else typed
