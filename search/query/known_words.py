"""The words of public pages, by which misspelt words are corrected.

The table may still hold words whose pages are gone. Code that shows a word asks the index first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from django.db.models import Q

from catalog.models import CatalogEntry
from khmer.text import clusters, has_khmer, normalise, words
from search.engines.sql import batches, fetch, placeholders
from search.models import Word, WordKey

# The lengths of words, in characters. Shorter ones are similar to too many; a Khmer word has 4 in two clusters.
SHORTEST, LONGEST = 4, 30
LATIN_WORD = re.compile("[a-zà-ÿ]+")
READ_AT_ONCE = 400
# The most words that are looked at for sharing a key with misspelt ones.
MOST_SIMILAR = 1000
# Plain SQL: compiling the query from models takes five times as long as running it.
SIMILAR = (
    f"select k.key, w.text from {WordKey._meta.db_table} k join {Word._meta.db_table} w on w.id = k.word_id"  # noqa: S608
    " where k.key in ({keys}) limit %s"
)


def add_words(entries: Iterable[CatalogEntry]) -> None:
    """Store those words of written catalog entries that are not yet known, for corrections of spelling."""
    found = {
        word
        for entry in entries
        for text in (entry.title, entry.summary, entry.text, entry.names)
        for word in words_of(text)
    }
    unknown = sorted(found - _known(sorted(found)))
    # Conflicts are ignored: another process may store the same word at the same moment.
    Word.objects.bulk_create((Word(text=word) for word in unknown), ignore_conflicts=True, batch_size=READ_AT_ONCE)
    for batch in batches(unknown, READ_AT_ONCE):
        # Read again, because bulk_create with ignore_conflicts sets no ids.
        stored = Word.objects.filter(text__in=batch).values_list("pk", "text")
        WordKey.objects.bulk_create(
            (WordKey(key=key, word_id=pk) for pk, text in stored for key in sorted(keys(text))),
            batch_size=READ_AT_ONCE,
        )


def words_of(text: str) -> set[str]:
    """Return the words of a text, normalised, that are fit to be suggested as spelling corrections."""
    return {word for word in words(normalise(text)) if is_correctable(word)}


def is_correctable(word: str) -> bool:
    """Return whether a word has a length and script for which spelling corrections are looked for."""
    return SHORTEST <= len(word) <= LONGEST and (has_khmer(word) or LATIN_WORD.fullmatch(word) is not None)


def similar(typed: Iterable[str]) -> dict[str, set[str]]:
    """Return {typed word: set of known words that differ from it by about one letter or cluster}.

    Two words are similar when they become the same after each loses at most one letter or cluster.
    """
    wanted = {word: keys(word) for word in typed if is_correctable(word)}
    asked = sorted(set().union(*wanted.values()))
    rows = fetch(SIMILAR.format(keys=placeholders(len(asked))), [*asked, MOST_SIMILAR]) if asked else ()
    holding: dict[int, set[str]] = {}
    for key, text in rows:
        holding.setdefault(key, set()).add(text)
    return {
        word: set().union(*(holding.get(key, set()) for key in shortened)) - {word}
        for word, shortened in wanted.items()
    }


def keys(word: str) -> set[int]:
    """Return hashes of a word, and of the word without each one of its characters or Khmer clusters."""
    pieces: list[Sequence[str]] = [word]
    if has_khmer(word):
        pieces.append(clusters(word))
    shortened = {"".join([*units[:place], *units[place + 1 :]]) for units in pieces for place in range(len(units))}
    return {_number(text) for text in {word, *shortened} if text}


def delete_words(unused: Iterable[int]) -> None:
    """Delete known words by their ids, so that they are no longer suggested as corrections."""
    for batch in batches(unused, READ_AT_ONCE):
        Word.objects.filter(pk__in=batch).delete()


def delete_unused(texts: Iterable[str]) -> None:
    """Delete from the known words those words of the given texts that no catalog entry contains any more."""
    for word in {word for text in texts for word in words_of(text)}:
        has_it = Q()
        for name in ("title", "summary", "text", "names"):
            # Also true for a part of a longer word. Then the word stays, and the nightly clean-up decides by the index.
            has_it |= Q(**{f"{name}__icontains": word})
        if not CatalogEntry.objects.filter(has_it).exists():
            Word.objects.filter(text=word).delete()


def stored_words() -> Iterator[list[tuple[int, str]]]:
    """Yield all known words in batches, as lists of (id, word), in order of id."""
    after = 0
    while batch := list(Word.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "text")[:READ_AT_ONCE]):
        yield batch
        after = batch[-1][0]


def _known(found: list[str]) -> set[str]:
    known: set[str] = set()
    for batch in batches(found, READ_AT_ONCE):
        known.update(Word.objects.filter(text__in=batch).values_list("text", flat=True))
    return known


def _number(text: str) -> int:
    # 64 bits fit into the column; two words with the same hash only cost one comparison more.
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
