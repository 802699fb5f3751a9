"""Protection of typed text when a session ends before a form is sent: the answer shows the text again.

The words are in that answer alone, as they were in the form: no server, cookie or storage of the browser holds them,
and they go with the tab. From there they are sent again, after the person has signed in in another tab.
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

WORK_PATHS = ("/admin/", "/workspace/")
# Passwords and codes are typed there: nothing typed there is shown again.
PATHS_WITH_SECRETS = ("/accounts/", "/api/", "/admin/login/", "/admin/logout/", "/admin/password_reset/")
NOT_WORDS = {"csrfmiddlewaretoken"}
# Characters of a form that is shown again; a longer one is not.
MOST_LETTERS = 1_000_000
# Shorter values are choices, numbers and names of buttons.
SHORTEST_PASSAGE = 20


class KeepTypedMiddleware:
    """A middleware that shows what was typed, where a form would be lost by a redirect to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        sign_in = sign_in_address(request, response)
        if sign_in and may_be_shown(request):
            return show_typed(request, "second_step" if "/2fa/" in sign_in else "signed_out", sign_in)
        return response


def sign_in_address(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return the sign-in or second-factor path that a posted workspace form was redirected to, else ""."""
    if request.method != "POST" or response.status_code != 302 or not request.path_info.startswith(WORK_PATHS):
        return ""
    path = urlsplit(response.headers.get("Location", "")).path
    known = (reverse("account_login"), reverse("mfa_reauthenticate"), reverse("mfa_activate_totp"))
    return path if path in known else ""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer 403 to a form with an invalid CSRF token; show its text to send again if it may be shown (a view)."""
    if not may_be_shown(request):
        return stock_csrf_failure(request, reason)
    return show_typed(request, "old_form", "")


def may_be_shown(request: HttpRequest) -> bool:
    """Return whether a posted form may be shown again: own page, no secrets, not a script, not too long.

    Not one with secrets. A page of another site could otherwise put its words, with a valid token, before somebody who
    only has to press a button.
    """
    if request.path_info.startswith(PATHS_WITH_SECRETS) or wants_json(request) or not is_of_own_page(request):
        return False
    return 0 < sum(len(text) for _name, text in typed_fields(request)) <= MOST_LETTERS


def is_of_own_page(request: HttpRequest) -> bool:
    """Return whether a posted form comes from a page of the portal, by CSRF check, Origin or Sec-Fetch-Site."""
    if getattr(request, "csrf_processing_done", False):
        return True
    own = f"{request.scheme}://{request.get_host()}"
    if origin := request.headers.get("Origin"):
        return origin == own
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def typed_fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of a posted form's fields, without its CSRF token."""
    for name, values in request.POST.lists():
        if name not in NOT_WORDS:
            yield from ((name, str(value)) for value in values)


def show_typed(request: HttpRequest, why: str, sign_in: str) -> HttpResponse:
    """Return a page with status 403 that shows the posted text and a button to send it again."""
    fields = list(typed_fields(request))
    response = render(
        request,
        "portal/kept_text.html",
        {
            "why": why,
            "sign_in": f"{sign_in}?{urlencode({'next': reverse('workspace:home')})}" if sign_in else "",
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
    """Return the text of a posted field, or the text inside the full editor's JSON; "" for other JSON."""
    if not text.startswith(("{", "[", "null")):
        return text
    try:
        value: Any = json.loads(text)
        return "\n".join(block["text"] for block in value["blocks"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
