"""Fingerprints, by which sentences of similar words are found in the database without reading all of them.

Each is made of the two smallest hash values of a sentence's words (min-hash). The share of fingerprints that two
sentences have in common follows the share of their common words, whatever the number of sentences.
"""

from __future__ import annotations

import random
from functools import lru_cache
from zlib import crc32

from django.db.models import QuerySet
from wagtail_localize.models import String
from wagtail_localize.strings import StringValue

from khmer.text import tokens
from translations.models import Fingerprint

# Eight of two values each: sentences that share seven words in ten are missed once in 200 times.
COUNT = 8
PRIME = (1 << 31) - 1
# Never changed: stored fingerprints would find nothing any more.
_numbers = random.Random(20)  # noqa: S311 - no secret
FACTORS = [(_numbers.randrange(1, PRIME), _numbers.randrange(PRIME)) for _ in range(2 * COUNT)]


@lru_cache(maxsize=4096)
def words_of(sentence: str) -> tuple[str, ...]:
    """Return the words of a stored sentence (HTML) in their order, Khmer by syllables, without its tags."""
    return tuple(token.text for token in tokens(StringValue(sentence).render_text()))


def fingerprints_of(sentence: str) -> frozenset[int]:
    """Return the fingerprints of a stored sentence (HTML); empty where it has no words."""
    hashes = {crc32(word.encode()) % PRIME for word in words_of(sentence)}
    if not hashes:
        return frozenset()
    least = [min((factor * value + shift) % PRIME for value in hashes) for factor, shift in FACTORS]
    return frozenset(least[2 * number] << 31 | least[2 * number + 1] for number in range(COUNT))


def store_fingerprints(strings: QuerySet[String]) -> None:
    """Store the fingerprints of those of these sentences that have none yet, in two queries."""
    without = strings.filter(fingerprints=None).distinct()
    Fingerprint.objects.bulk_create(
        [Fingerprint(string=string, value=value) for string in without for value in fingerprints_of(string.data)],
        ignore_conflicts=True,
    )
