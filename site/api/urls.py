"""The addresses of the read API: everything there is public, and nothing is changed by it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from api import list_endpoints, page_endpoints, recommendations_endpoint, search_endpoint, statistics_endpoint


class KhmerRenderer(JSONRenderer):
    """A renderer that writes Khmer letters unescaped, which is half the size and readable for people."""

    json_dumps_params: dict[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    title="Neary",
    version="1",
    description="What women's organizations in Cambodia publish, for programs to read. No key is needed.",
    urls_namespace="api",
    renderer=KhmerRenderer(),
)
api.add_router("", search_endpoint.router)
api.add_router("", page_endpoints.router)
api.add_router("", list_endpoints.router)
api.add_router("", statistics_endpoint.router)
api.add_router("", recommendations_endpoint.router)


@api.exception_handler(ValidationError)
def invalid_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 400 with each invalid parameter of an API request and its problem, as JSON."""
    # `loc` is a path such as ("query", "page_size").
    problems = [{"parameter": problem["loc"][-1], "problem": problem["msg"]} for problem in error.errors]
    return api.create_response(request, {"detail": problems}, status=400)


rest = Router()


# Also for HEAD, which the middleware turns into GET.
@rest.api_operation(["GET"], "/{path:address}", include_in_schema=False)
def not_found(request: HttpRequest, address: str) -> HttpResponse:
    """Answer 404 as JSON for an unknown address of the API."""
    return api.create_response(request, {"detail": "There is no such address."}, status=404)


# Added last: it takes every address that the others left.
api.add_router("", rest)
