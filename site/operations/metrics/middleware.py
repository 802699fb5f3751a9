"""The middleware that measures each request, and answers a scrape of /metrics."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from common.measures.processes import QUERIES, REQUESTS
from operations.alerts.watch import web_watch
from operations.metrics.scrape import PATH, is_allowed, metrics
from operations.mirror.reader import UNMEASURED

PUBLIC = {f"/{code}/" for code, _name in settings.LANGUAGES}
# The first part of an address, and the kind of view below it. All others are "other".
KINDS = {"admin", "workspace", "accounts", "api", "health", "files", "documents", "static"}


class MeasureMiddleware:
    """A middleware that counts requests with their time and database queries, and answers scrapes with a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Before the host is looked at: Prometheus asks under the name that the process has in its network. Whoever
        # has no token gets the 404 of an address that does not exist.
        if request.path_info == PATH and is_allowed(request):
            return metrics()
        if UNMEASURED in request.META:
            return self.get_response(request)
        began, counted = time.perf_counter(), QueryCount()
        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        view = kind_of_view(request.path_info)
        seconds = time.perf_counter() - began
        seconds_of(view, f"{response.status_code // 100}xx").observe(seconds)
        queries_of(view).observe(counted.number)
        web_watch.after_request(response.status_code, seconds)
        return response


class QueryCount:
    """A wrapper of database queries that counts them."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.number += 1
        return execute(sql, params, many, context)


def kind_of_view(path: str) -> str:
    """Return the kind of view at a path: one of a fixed list, whatever the path is."""
    if path[:4] in PUBLIC:
        return "public"
    first = path[1:33].partition("/")[0]
    return first if first in KINDS else "other"


@lru_cache
# Kinds and classes are few.
def seconds_of(view: str, status: str) -> Any:
    """Return the histogram of times for a kind of view and class of status."""
    return REQUESTS.labels(view, status)


@lru_cache
def queries_of(view: str) -> Any:
    """Return the histogram of database queries for a kind of view."""
    return QUERIES.labels(view)
