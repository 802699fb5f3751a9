"""What a document holds, field by field: nothing is guessed by the server."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from catalog.counting import LANGUAGES

# Raised when the tokens of a text change, which the mapping cannot show: an index with other ones is made anew.
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
# It only decides who comes first.
UNWEIGHED = TOKENS_OF_TEXT | {"norms": False}
# Made ready before a change is seen, not when somebody asks for the first time.
VALUE = {"type": "keyword", "eager_global_ordinals": True}
UNSEARCHED = {"type": "long", "index": False}
MOMENT = {"type": "date", "format": "epoch_second"}

FACETTED = dict.fromkeys(("organization", "type", "topic", "place", "year"), VALUE)
OF_LANGUAGE = FACETTED | {
    "title": TEXT,
    "text": TEXT,
    "names": TEXT,
    "words": UNWEIGHED,
    "happens_at": MOMENT,
    "expires_at": {"type": "long"},
    "page": UNSEARCHED,
    "version": UNSEARCHED,
}


def mapping() -> dict[str, Any]:
    """A part for each language, and what both share, without which pages of two languages would count twice."""
    fields: dict[str, Any] = {"key": {"type": "keyword"}, "shared": {"properties": FACETTED}}
    fields |= {language: {"properties": OF_LANGUAGE} for language in LANGUAGES}
    # The rows hold the texts; nobody reads them here.
    meta = {"fingerprint": fingerprint()}
    return {"dynamic": "strict", "_source": {"enabled": False}, "_meta": meta, "properties": fields}


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return a mark of how this code makes an index; each index carries that by which it was made."""
    told = json.dumps([TOKENS, SETTINGS, OF_LANGUAGE, LANGUAGES], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
