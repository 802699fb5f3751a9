"""The API's search, with the same engine as the search page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language, override
from ninja import Query, Router
from ninja.errors import HttpError

from api.entries import Absolute, absolute_addresses, entry_out
from api.schemas import Problem, SearchAnswer, SearchParameters
from search import engines
from search.engines import base

# The engines mark what they found with this tag, and escape everything else.
MARK = "<mark>"

router = Router(tags=["search"])


@router.get("/search", response={200: SearchAnswer, 400: Problem}, summary="Search everything that is public")
def search(request: HttpRequest, parameters: Query[SearchParameters]) -> JsonResponse:
    """Answer everybody with public pages that hold every word, best first, and facets; 400 if it takes too long.

    "Words in quotation marks" stand together, -minus leaves out, OR and | take either; no text is an error.
    """
    reader = parameters.language or get_language() or "en"
    with override(reader):
        result = engines.get_engine().search(
            base.Query(
                text=parameters.q,
                organization=parameters.organization,
                type=parameters.type,
                source=parameters.source,
                topic=parameters.topic,
                place=parameters.place,
                start=parameters.start,
                end=parameters.end,
                language=parameters.language,
                reader=reader,
                page=parameters.page,
                order=parameters.order or "relevance",
            )
        )
        if result.timed_out:
            raise HttpError(400, "This search takes too long. Ask for fewer or rarer words, or narrow it.")
        # Not by ninja's schema: checking this answer once more takes a fifth of the whole time.
        return JsonResponse(search_answer(request, result), json_dumps_params={"ensure_ascii": False})


def search_answer(request: HttpRequest, result: base.Result) -> dict[str, Any]:
    """Return a search result (hits, facets, suggestion) as a dict for the API."""
    absolute = absolute_addresses(request)
    return {
        "total": result.total,
        "page": result.query.page,
        "page_size": result.query.page_size,
        "engine": result.engine,
        "results": [hit_out(each, absolute) for each in result.hits],
        "facets": {
            # Values may be lazy translations, which JSON cannot write.
            name: [{"value": str(value.value), "label": str(value.label), "count": value.count} for value in values]
            for name, values in result.facets.items()
        },
        "suggestion": result.suggestion,
        "cut": result.is_truncated,
    }


def hit_out(found: base.Hit, absolute: Absolute) -> dict[str, Any]:
    """Return one hit of a search as a dict for the API, with highlight and translations."""
    translations = [
        {"language": link.language, "url": absolute(link.url), "is_stale": link.is_stale} for link in found.translations
    ]
    return entry_out(found.entry, absolute) | {
        "highlight": highlight_of(found),
        "related": found.is_synonym_match,
        "translations": translations,
    }


def highlight_of(found: base.Hit) -> str:
    """Return a hit's passage with <mark> around the found words; its title if only that has them."""
    passage = found.highlight
    # The title has the mark where the text has none.
    return passage if MARK in passage or MARK not in found.title else found.title
