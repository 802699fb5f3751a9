"""The mapping of documents, field by field; Elasticsearch guesses nothing."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from catalog.counting import LANGUAGES

# Raise this number when the tokens of a text change, which the mapping does not show, so that indexes are rebuilt.
TOKENS = 1

# Hits are counted exactly only within one shard. Deletions are remembered for longer than any writer lives: what was
# read before one must not bring the page back.
SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "1s",
    "gc_deletes": "1h",
}

# Our own tokens, joined by spaces.
TOKENS_OF_TEXT = {"type": "text", "analyzer": "whitespace"}
# Every Khmer word is a phrase of clusters, and most clusters are in most texts: pairs of tokens are indexed as well.
TEXT = TOKENS_OF_TEXT | {"index_phrases": True}
# Without norms: this field only ranks hits.
UNWEIGHED = TOKENS_OF_TEXT | {"norms": False}
# Ordinals are built at each refresh, not at the first search after it.
VALUE = {"type": "keyword", "eager_global_ordinals": True}
UNSEARCHED = {"type": "long", "index": False}
MOMENT = {"type": "date", "format": "epoch_second"}

FACETTED = dict.fromkeys(("organization", "type", "source", "topic", "place", "year"), VALUE)
OF_LANGUAGE = FACETTED | {
    "title": TEXT,
    "text": TEXT,
    "names": TEXT,
    "words": UNWEIGHED,
    "happens_at": MOMENT,
    # A number: what never expires has 2**62 seconds, which no date of Elasticsearch can hold.
    "expires_at": {"type": "long"},
    "page": UNSEARCHED,
    "version": UNSEARCHED,
}


def mapping() -> dict[str, Any]:
    """Return the mapping for a new Elasticsearch index: a part for each language, and the values they share.

    Those are there to count pages once.
    """
    fields: dict[str, Any] = {"key": {"type": "keyword"}, "shared": {"properties": FACETTED}}
    fields |= {language: {"properties": OF_LANGUAGE} for language in LANGUAGES}
    # The rows hold the texts; nobody reads them here.
    meta = {"fingerprint": fingerprint()}
    # "strict": a field that is not in the mapping is an error, instead of being added by a guess.
    return {"dynamic": "strict", "_source": {"enabled": False}, "_meta": meta, "properties": fields}


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return a hash of mapping and settings; each Elasticsearch index carries that of its creation."""
    # sort_keys: the order in which fields are declared must not cause a rebuild.
    told = json.dumps([TOKENS, SETTINGS, OF_LANGUAGE, LANGUAGES], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
