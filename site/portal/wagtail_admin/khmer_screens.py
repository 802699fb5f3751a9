"""Khmer for Wagtail's screens: digits, and English words that cannot be translated in its templates and forms.

Screens of the portal itself write their numbers with `{% load khmer %}`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override

from khmer.library_html import in_khmer
from orgs.permissions import EDITORS_GROUP
from portal.wagtail_admin.policy import AS_PUBLIC

ADMIN = "/admin/"


@cache
def words() -> dict[str, str]:
    """Return a dict of English words on Wagtail's screens and their Khmer, for those in no message file.

    Some are read without a language.
    """
    with override("km"):
        return {
            **words_of_administrators(),
            "Search": _("Search"),
            "All": _("All"),
            "Page": _("Page"),
            "Type": _("Type"),
            "Home": _("front page"),
            "Actions": _("Actions"),
            "Link text": _("Link text"),
            "Email address": _("E-mail address"),
            "Subject": _("Subject of the mail"),
            "Body": _("Text of the mail"),
            "URL": _("Web address"),
            "Phone number": _("Telephone number"),
            "Format": _("How it stands in the text"),
            "Image is decorative": _("The picture is only decoration"),
            "Alt text": _("what it shows"),
            "Task type": _("kind of task"),
            "Must upload a file": _("Choose a file."),
            "None": _("none"),
            "True": _("yes"),
            "False": _("no"),
        }


def words_of_administrators() -> dict[str, str]:
    """Return a dict of English words on administrators' Wagtail screens and their Khmer."""
    return {
        "Locales": _("Languages"),
        "locales": _("Languages"),
        "Port": _("Number of the port"),
        "Site name": _("Name of the site"),
        "Root page": _("front page"),
        "Permanent": _("for ever"),
        "Temporary": _("for a while"),
        "User": _("person"),
        EDITORS_GROUP: _("central editors"),
        "officer": _("officer"),
        "manager": _("manager"),
    }


class KhmerScreensMiddleware:
    """A middleware that puts digits and words of Wagtail's own screens into Khmer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and is_in_khmer(request):
            translate(response)
        return response


def is_in_khmer(request: HttpRequest) -> bool:
    """Return whether a request is for a Wagtail admin screen (no preview) by a user whose language is Khmer.

    Previews are left as the public would see them.
    """
    is_own = request.path_info.startswith(ADMIN) and not AS_PUBLIC.search(request.path_info)
    return is_own and getattr(request.user, "language", "") == "km"


def translate(response: HttpResponse) -> None:
    """Replace known English words and digits in a response's HTML (or HTML in JSON) by Khmer, in place."""
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        response.content = in_khmer(response.text, words())
    elif kind.startswith("application/json"):
        # The editor's windows come as HTML inside JSON.
        answer: Any = json.loads(response.content)
        if isinstance(answer, dict):
            windows = {key: text for key, text in answer.items() if isinstance(text, str) and "</" in text}
            response.content = json.dumps(answer | {key: in_khmer(text, words()) for key, text in windows.items()})
