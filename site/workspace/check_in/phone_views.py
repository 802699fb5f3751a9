"""The views of check-in for the script on a telephone: the list it keeps, the taps it sends, the page it keeps."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.refusal import Refusal
from workspace.check_in.door_views import own_gathering
from workspace.check_in.entries import UnreadableEntriesError, read_entries
from workspace.check_in.lists import DoorList
from workspace.check_in.recording import RefusedEntry, record_entries
from workspace.check_in.walk_in_form import WalkInForm
from workspace.decorators import WorkRequest, account_required
from workspace.rendering import render_page

ASSETS = ("css/neary.css", "fonts/neary-khmer.woff2", "workspace/check-in.css", "workspace/check-in.js")


@require_safe
@account_required
def phone_list(request: WorkRequest, gathering_id: int) -> JsonResponse:
    """Return JSON with the names and codes of an event's people and a form token; 404 if it is not the member's."""
    listed = DoorList(own_gathering(request, gathering_id))
    # The page that the telephone keeps has no token of its own (see `shell`), so it gets one with each list.
    return JsonResponse(_phone_answer(listed) | {"token": get_token(request)})


@require_POST
@account_required
def phone_entries(request: WorkRequest, gathering_id: int) -> JsonResponse:
    """Store check-in entries from a member's phone (POST), answer those stored; 400 if unreadable, 404 for others."""
    gathering = own_gathering(request, gathering_id)
    try:
        device, entries = read_entries(_json_body(request))
    except UnreadableEntriesError:
        return JsonResponse({}, status=400)
    try:
        refused = record_entries(gathering, entries, request.user, device)
    except Refusal as refusal:
        # Nothing is named: the telephone keeps its entries, and shows the reason.
        named, refused = [], [RefusedEntry(name=_("Not stored"), text=str(refusal))]
    else:
        named = [entry.key for entry in entries]
    return JsonResponse(_phone_answer(DoorList(gathering)) | {"named": named, "refused": refused})


def _json_body(request: WorkRequest) -> bytes:
    """Return the body of a request with JSON. Raises UnreadableEntriesError for a form, whose body is read already."""
    if request.content_type != "application/json":
        raise UnreadableEntriesError
    return request.body


def _phone_answer(listed: DoorList) -> dict[str, Any]:
    """Return a list as telephones keep it: names, codes and times; and the counted squares as HTML."""
    return {
        "id": listed.gathering.pk,
        "title": listed.title,
        # 0 is in the past: without times the telephone keeps nothing.
        "until": int(listed.times.kept_until.timestamp() * 1000) if listed.times else 0,
        "people": listed.for_phone(),
        "counts": render_to_string("workspace/check_in/counts.html", {"door": listed}),
    }


@require_safe
@account_required
def shell(request: WorkRequest) -> HttpResponse:
    """Show a signed-in person the empty page that her phone stores for check-in without internet; it has no names."""
    # The script makes a token of its own for each person.
    return render_page(request, "check_in/shell.html", "check-in", form=WalkInForm(initial={"token": ""}))


@require_safe
@account_required
def worker(request: WorkRequest) -> HttpResponse:
    """Serve a signed-in person the JavaScript service worker of check-in, which makes it work without internet."""
    # A new version whenever the page or its files change: telephones then keep them again.
    page = render_to_string("workspace/check_in/phone.html", {"form": WalkInForm(initial={"token": ""})})
    version = hashlib.blake2b(" ".join((page, *map(static, ASSETS))).encode(), digest_size=6).hexdigest()
    context = {"version": version, "assets": ASSETS}
    response = render(request, "workspace/check_in/worker.js", context, content_type="text/javascript")
    # The browser asks for the script each time; a kept one would keep the old page and its files too.
    response.headers["Cache-Control"] = "no-cache"
    return response
