"""Gives back what somebody typed when her session had ended before it was sent: on a page, kept nowhere else.

The words stand in the answer alone, as they stood in the form: no server, cookie or storage of the browser holds them,
and they go with the tab. From there they are sent again, after she has signed in beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.csrf import csrf_failure as stock_csrf_failure

from common.answer_format import wants_json

AT_WORK = ("/admin/", "/workspace/")
# Passwords and codes are typed there.
NEVER_KEPT = ("/accounts/", "/api/", "/admin/login/", "/admin/logout/", "/admin/password_reset/")
NOT_WORDS = {"csrfmiddlewaretoken"}
MOST = 1_000_000  # letters
# Shorter ones are choices, numbers and names of buttons.
SHORTEST_PASSAGE = 20


class KeepTypedMiddleware:
    """Answers a form that met a closed door, and would be lost on the way through it, with what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        door = door_of(request, response)
        if door and may_be_shown(request):
            return show(request, "second_step" if "/2fa/" in door else "signed_out", door)
        return response


def door_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return the address at which a form was told to sign in, or to show a second factor; nothing otherwise."""
    if request.method != "POST" or response.status_code != 302 or not request.path_info.startswith(AT_WORK):
        return ""
    path = urlsplit(response.headers.get("Location", "")).path
    doors = (reverse("account_login"), reverse("mfa_reauthenticate"), reverse("mfa_activate_totp"))
    return path if path in doors else ""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form whose token does not hold any more, as after signing in anew in another tab."""
    if not may_be_shown(request):
        return stock_csrf_failure(request, reason)
    return show(request, "old_form", "")


def may_be_shown(request: HttpRequest) -> bool:
    """Return whether what was sent may be offered for sending again: it is of the portal's own page, and not too long.

    A page of another site could else put its words, and a token that holds, under somebody's thumb.
    """
    if request.path_info.startswith(NEVER_KEPT) or wants_json(request) or not is_of_own_page(request):
        return False
    return 0 < sum(len(text) for _name, text in typed(request)) <= MOST


def is_of_own_page(request: HttpRequest) -> bool:
    """Return whether a form proved, or its browser says, that it stands on a page of the portal."""
    if getattr(request, "csrf_processing_done", False):
        return True
    own = f"{request.scheme}://{request.get_host()}"
    if origin := request.headers.get("Origin"):
        return origin == own
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in NOT_WORDS:
            yield from ((name, str(value)) for value in values)


def show(request: HttpRequest, why: str, door: str) -> HttpResponse:
    """Show what was typed, with a button that sends it again."""
    fields = list(typed(request))
    response = render(
        request,
        "portal/kept_text.html",
        {
            "why": why,
            "door": f"{door}?{urlencode({'next': reverse('workspace:home')})}" if door else "",
            "address": request.get_full_path(),
            "fields": fields,
            "passages": [passage for _name, text in fields if len(passage := words_of(text)) >= SHORTEST_PASSAGE],
            "had_files": bool(request.FILES),
        },
        status=403,
    )
    response["Cache-Control"] = "no-store"
    return response


def words_of(text: str) -> str:
    """Return what a field says to people: the full editor sends its texts as JSON."""
    if not text.startswith(("{", "[", "null")):
        return text
    try:
        value: Any = json.loads(text)
        return "\n".join(block["text"] for block in value["blocks"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
