"""The search page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search import parameters
from search.engines import get_engine
from search.engines.base import Result
from search.facets import chosen_of, facets_of
from search.spelling import any_of
from search.suggestions import Suggestion, suggestions
from search.text import parse


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = parameters.read(request.GET, get_language() or "en")
    result = get_engine().search(asked.query)
    facets = facets_of(result, request.GET)
    context = {
        "q": asked.query.text,
        "result": result,
        "problems": asked.problems,
        "facets": facets,
        "chosen": chosen_of(facets, asked.query, request.GET),
        "order": asked.query.order,
        "has_related": any(hit.is_related for hit in result.hits),
        **_links(request.GET, asked.query.text, result),
    }
    return render(request, "search/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What may be meant: a page for people, JSON for the script of the search box and other programs."""
    typed = request.GET.get("q", "")
    found = suggestions(typed, get_language() or "en")
    response = (
        render(request, "search/suggestions.html", {"q": typed, "suggestions": [_shown(each) for each in found]})
        if "text/html" in request.headers.get("Accept", "")
        else JsonResponse({"suggestions": [_shown(each) for each in found]}, json_dumps_params={"ensure_ascii": False})
    )
    patch_vary_headers(response, ["Accept"])
    return response


def _links(asked: QueryDict, typed: str, result: Result) -> dict[str, str]:
    """The addresses that change something of a search."""
    either = any_of(parse(typed)) if not (result.total or result.suggestion) else ""
    return {
        "by_relevance": parameters.link(asked, order=""),
        "newest_first": parameters.link(asked, order="newest"),
        "suggestion_url": parameters.link(asked, q=result.suggestion) if result.suggestion else "",
        "either": either,
        "either_url": parameters.link(asked, q=either) if either else "",
        "without_choices": parameters.link(QueryDict(), q=typed),
        "feed_url": "feed.atom" + parameters.link(asked, order=""),
        "follow_url": f"/{get_language()}/follow/{parameters.link(asked, order='')}",
    }


def _shown(suggestion: Suggestion) -> dict[str, Any]:
    names = {"topic": _("Topic"), "organization": _("Organization"), "title": ""}
    return asdict(suggestion) | {"label": names[suggestion.kind]}
