"""The overlap of two texts, measured by shingles: tuples of eight tokens in a row."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from hashlib import blake2b

# Tokens in a shingle, and bytes of its digest.
SHINGLE = 8
DIGEST_BYTES = 8


def shingles(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield all runs of SHINGLE following tokens of a text, in order; none of a shorter text."""
    return (tuple(tokens[start : start + SHINGLE]) for start in range(len(tokens) - SHINGLE + 1))


def overlap(own: Sequence[Hashable], theirs: Collection[Hashable]) -> tuple[float, int]:
    """Return the part (0 to 1) of a text's tokens that another text has too, and the longest shared passage in tokens.

    `own` are the text's shingles in their order, `theirs` those of the other text; both may be digests of them.
    """
    if not own:
        return 0.0, 0
    covered, last, longest, row = 0, -1, 0, 0
    for start, shingle in enumerate(own):
        if shingle not in theirs:
            row = 0
            continue
        # Only those tokens that the last shingle in both texts did not cover already.
        covered += start + SHINGLE - max(start, last)
        last = start + SHINGLE
        # The first shingle of a row has SHINGLE tokens, each following one adds a token.
        row = row + 1 if row else SHINGLE
        longest = max(longest, row)
    return covered / (len(own) + SHINGLE - 1), longest


def digests(tokens: Sequence[str], most: int) -> list[bytes]:
    """Return a text's first shingles (runs of tokens), at most `most`, as 8-byte digests that reveal no word.

    A text that is shorter than one shingle is one itself.
    """
    rows = list(shingles(tokens[: most + SHINGLE - 1])) or ([tuple(tokens)] if tokens else [])
    # No token contains this separator, so two different rows are never joined to the same text.
    return [blake2b("\x1f".join(row).encode(), digest_size=DIGEST_BYTES).digest() for row in rows]
