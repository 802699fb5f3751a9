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
    chosen = request.POST.getlist("one") or request.POST.getlist("held")
    # int() also reads other digits, and numbers that no database can hold.
    ids = {int(each) for each in chosen if each.isascii() and each.isdigit() and len(each) < 19}
    # A list and not a generator: each is undone, whatever becomes of the first.
    undone = [run_service(request, partial(undo_held, each, request.user)) for each in sorted(ids)].count(True)
    if undone:
        told = ngettext("Undone: %(number)s waits again.", "Undone: %(number)s wait again.", undone)
        messages.success(request, told % {"number": number(undone, get_language() or "en")})
    return redirect(filtered_queue_url(request))


@require_POST
@editor_required
def dismiss(request: WorkRequest) -> HttpResponse:
    """Delete the editor's dropped decisions, which she has read (POST), and redirect to the queue; 404 for others."""
    dismiss_dropped(request.user)
    return redirect(filtered_queue_url(request))
