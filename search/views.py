"""Views of the search page and of suggestions while typing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.engines import get_engine
from search.engines.base import Result
from search.query import parameters
from search.query.facets import chosen_of, facets_of
from search.query.spelling import any_part_of
from search.query.suggestions import Suggestion, suggestions
from search.query.text import parse


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show everybody the search page with the results, facets and links of the query in its address (view)."""
    parsed = parameters.parse_parameters(request.GET, get_language() or "en")
    result = get_engine().search(parsed.query)
    facets = facets_of(result, request.GET)
    context = {
        "q": parsed.query.text,
        "result": result,
        "problems": parsed.problems,
        "facets": facets,
        "chosen": chosen_of(facets, parsed.query, request.GET),
        "order": parsed.query.order,
        "has_synonym_matches": any(hit.is_synonym_match for hit in result.hits),
        **_links(request.GET, parsed.query.text, result),
    }
    return render(request, "search/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer everybody with suggestions for typed search text: JSON for scripts, a page for people (view)."""
    typed = request.GET.get("q", "")
    found = suggestions(typed, get_language() or "en")
    response = (
        render(request, "search/suggestions.html", {"q": typed, "suggestions": [_shown(each) for each in found]})
        if "text/html" in request.headers.get("Accept", "")
        else JsonResponse({"suggestions": [_shown(each) for each in found]}, json_dumps_params={"ensure_ascii": False})
    )
    # The answer depends on the Accept header; caches must keep both.
    patch_vary_headers(response, ["Accept"])
    return response


def _links(asked: QueryDict, typed: str, result: Result) -> dict[str, str]:
    """Return the addresses that change one thing of a search."""
    either = any_part_of(parse(typed)) if not (result.total or result.suggestion) else ""
    return {
        "by_relevance": parameters.link_to(asked, order=""),
        "newest_first": parameters.link_to(asked, order="newest"),
        "suggestion_url": parameters.link_to(asked, q=result.suggestion) if result.suggestion else "",
        "either": either,
        "either_url": parameters.link_to(asked, q=either) if either else "",
        "without_choices": parameters.link_to(QueryDict(), q=typed),
        "feed_url": "feed.atom" + parameters.link_to(asked, order=""),
        "follow_url": f"/{get_language()}/follow/{parameters.link_to(asked, order='')}",
    }


def _shown(suggestion: Suggestion) -> dict[str, Any]:
    names = {"topic": _("Topic"), "organization": _("Organization"), "title": ""}
    return asdict(suggestion) | {"label": names[suggestion.kind]}
