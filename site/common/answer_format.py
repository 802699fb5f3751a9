"""The format in which a request wants its answer."""

from __future__ import annotations

from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """Return whether a request comes from a script, is for the admin's API, or prefers JSON to HTML."""
    return (
        request.headers.get("x-requested-with") == "XMLHttpRequest"
        or request.path_info.startswith("/admin/api/")
        or request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )
