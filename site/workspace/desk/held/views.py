"""The editors' views that undo held decisions, and put away what could not be carried out."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_POST

from khmer.numbers import number
from moderation.services import dismiss_dropped, undo_held
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.queue_url import filtered_queue_url
from workspace.run_service import run_service


@require_POST
@editor_required
def undo(request: WorkRequest) -> HttpResponse:
    """Undo the editor's own held decisions named by `one`, else all of `held` (POST); show refusals; 404 for others."""
    ids = posted_ids(request, "one") or posted_ids(request, "held")
    # A list and not a generator: each is undone, whatever becomes of the first.
    undone = [run_service(request, partial(undo_held, each, request.user)) for each in ids].count(True)
    if undone:
        told = ngettext("Undone: %(number)s waits again.", "Undone: %(number)s wait again.", undone)
        messages.success(request, told % {"number": number(undone, get_language() or "en")})
    return redirect(filtered_queue_url(request))


@require_POST
@editor_required
def dismiss(request: WorkRequest) -> HttpResponse:
    """Delete the editor's dropped decisions named by `read` (POST), and redirect to the queue; 404 for non-editors."""
    # By name: one that was dropped after the page was shown has not been read.
    dismiss_dropped(request.user, posted_ids(request, "read"))
    return redirect(filtered_queue_url(request))


def posted_ids(request: WorkRequest, name: str) -> list[int]:
    """Return the ids in a posted field, sorted, each once; what is no id of any database is left out."""
    # int() also reads other digits, and numbers that no database can hold.
    return sorted({int(one) for one in request.POST.getlist(name) if one.isascii() and one.isdigit() and len(one) < 19})
