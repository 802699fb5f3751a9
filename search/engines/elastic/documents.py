"""Documents for Elasticsearch: one for each page, made from the page's rows in all languages."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from catalog.counting import LANGUAGES, counting_row
from catalog.models import CatalogEntry
from catalog.terms import bits_of
from search.engines.elastic.mapping import FACETTED
from search.query.text import index_text, names_text

Document = dict[str, Any]


def documents_of(rows: Iterable[CatalogEntry]) -> dict[uuid.UUID, Document]:
    """Return {translation key: Elasticsearch document} of pages from all their catalog rows, one per language."""
    documents: dict[uuid.UUID, Document] = {}
    for row in rows:
        # The mapping is strict: a part in another language would make the server refuse the whole document.
        if row.language in LANGUAGES:
            document = documents.setdefault(row.translation_key, {"key": row.translation_key.hex})
            document[row.language] = part_of(row)
    for document in documents.values():
        document["shared"] = shared_by([document[language] for language in LANGUAGES if language in document])
    return documents


def part_of(entry: CatalogEntry) -> dict[str, Any]:
    """Return one language's part of an Elasticsearch document, made from a catalog entry: texts, facets, dates."""
    row = counting_row(entry)
    title, body = index_text(entry.title), index_text(f"{entry.summary}\n{entry.text}")
    names = names_text(entry.names)
    return {
        "title": " ".join(title.tokens),
        "text": " ".join(body.tokens),
        "names": " ".join(names.tokens),
        "words": " ".join([*title.words, *body.words, *names.words]),
        # Lists of one value: Elasticsearch stores one and several alike, and `shared_by` needs one form.
        "organization": [row.organization],
        "type": [row.type],
        "source": [row.source] if row.source else [],
        "topic": list(bits_of(row.topics)),
        "place": list(bits_of(row.places)),
        "year": [row.year],
        "happens_at": row.happens_at,
        "expires_at": row.expires_at,
        "page": row.id,
        "version": row.version,
    }


def shared_by(parts: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Return the facet values that all languages of a page share; {} for a page in only one language."""
    if len(parts) < 2:
        return {}
    return {
        name: [value for value in parts[0][name] if all(value in part[name] for part in parts)] for name in FACETTED
    }
