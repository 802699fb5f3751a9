"""The sketch of a text: hashes of its shingles, from which no word can be read, in one kilobyte at most.

Of a long text the smallest hashes alone are kept. They are a fair sample: in two texts the same shingles are among
them. So two sketches tell how much of the shorter text stands in the other, without either text.
"""

from __future__ import annotations

from array import array

from moderation.comparison.shingles import digests
from search.query.text import index_tokens

# Of a sketch; each has four bytes.
MOST_HASHES = 256
# Of a text; no item is longer.
MOST_SHINGLES = 20_000
# So large a part of the shorter text, by its language, and so many of its hashes stand in the other text of the same
# story. A shingle of eight English words says more than one of eight Khmer clusters, and an editor breaks more of them.
# The parts were chosen on texts of tests/press/story_generator.py, with other seeds than that of the test.
SAME_SHARES, FEWEST_SHARED = {"en": 0.42, "km": 0.46}, 2
# Array type "I": whole numbers of four bytes.
FORMAT = "I"


def sketch_of(text: str) -> bytes:
    """Return the sketch of a text: its smallest hashes of shingles, as bytes; b"" for one without any word."""
    hashes = {int.from_bytes(each[:4]) for each in digests(index_tokens(text), MOST_SHINGLES)}
    return array(FORMAT, sorted(hashes)[:MOST_HASHES]).tobytes()


def hashes_of(sketch: bytes | memoryview) -> list[int]:
    """Return the hashes of a sketch, the smallest first."""
    return array(FORMAT, bytes(sketch)).tolist()


def containment(one: list[int], other: list[int]) -> float:
    """Return the part (0 to 1) of the shorter of two texts that stands in the other, by the hashes of their sketches.

    0 where they share so few hashes that it may be chance.
    """
    if not one or not other:
        return 0.0
    # Above the last hash of a full sketch nothing is known of its text.
    known = min(each[-1] if len(each) == MOST_HASHES else 2**32 for each in (one, other))
    first, second = ({number for number in each if number <= known} for each in (one, other))
    shared = len(first & second)
    return shared / min(len(first), len(second)) if shared >= FEWEST_SHARED else 0.0


def is_same_story(share: float, language: str) -> bool:
    """Return whether two texts in a language, of which so large a part is shared, tell the same story."""
    return share >= SAME_SHARES[language]
