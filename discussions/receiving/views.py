"""The pages on which the author of a mail decides about it; the holder of the mailed link is taken for her."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.refusal import Refusal
from discussions.models import AskedPost, Post
from discussions.receiving.links import read_asked, read_cut
from discussions.services.mail_in.asking import confirm_asked, deny_asked, restore_cut


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """Show a mailed link's holder a text that came by mail as hers; a POST posts or deletes it; 404 old, 409 refused.

    404 for a forged, old or used link; 409 where it may not be published any more.
    """
    found = read_asked(token)
    if found is None:
        return _page(request, "old_link", status=404)
    if request.method != "POST":
        return _page(request, "asked", asked=found)
    try:
        post = _decide(found, is_hers=request.POST.get("answer") == "yes")
    except Refusal as refused:
        return _page(request, "asked", asked=found, refusal=refused.message, status=409)
    return _page(request, "decided", post=post)


def _decide(found: AskedPost, *, is_hers: bool) -> Post | None:
    if is_hers:
        return confirm_asked(found)
    deny_asked(found)
    return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: HttpRequest, token: str) -> HttpResponse:
    """Show a mailed link's holder what was cut from her mail; a POST puts it into her post; 404 old, 409 refused.

    404 for a forged, old or used link; 409 where the post may not be changed any more.
    """
    mail = read_cut(token)
    if mail is None:
        return _page(request, "old_link", status=404)
    if request.method != "POST":
        return _page(request, "missing", mail=mail)
    try:
        return _page(request, "decided", post=restore_cut(mail))
    except Refusal as refused:
        return _page(request, "missing", mail=mail, refusal=refused.message, status=409)


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    response = render(request, f"discussions/receiving/{name}.html", context, status=status)
    # What is shown is one person's, and the address opens it.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
