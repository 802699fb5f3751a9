"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from search import parameters
from search.engines import get_engine
from search.facets import chosen_of, facets_of


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
        "by_relevance": parameters.link(request.GET, order=""),
        "newest_first": parameters.link(request.GET, order="newest"),
        "suggestion_url": parameters.link(request.GET, q=result.suggestion),
        "without_choices": parameters.link(QueryDict(), q=asked.query.text),
    }
    return render(request, "search/search.html", context)
