"""The view of the notes on a piece, for its organization and the editors."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation.models import Submission, SubmissionNote
from moderation.notes.permissions import NoteSide, may_read_notes, note_side, writing_side
from moderation.notes.writing import write_note
from orgs.permissions import is_member
from workspace.decorators import WorkRequest, account_required
from workspace.desk.queue_url import is_in_stream, opened_url, posted_filters
from workspace.notes.conversation import shown_notes
from workspace.notes.forms import NoteForm
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

NOTES_ON_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def notes(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show the notes on a piece and a form for one more; a POST writes it; 404 for strangers and unsent pieces."""
    submission = latest_submission(page_id)
    if submission is None or not may_read_notes(request.user, submission):
        raise Http404
    side = note_side(request.user, submission)
    data = request.POST if request.method == "POST" else None
    # What she typed before the organization was suspended is shown again, with the refusal.
    offered = side if data else writing_side(request.user, submission)
    form = NoteForm(data, side=offered, page_id=page_id) if offered else None
    if form is not None and form.is_valid():
        text = form.cleaned_data["text"]
        success = _("Sent. The other side is told in a few minutes.")
        if run_service(request, lambda: write_note(submission, request.user, text), success, form=form):
            return redirect(page_beside(request, submission, side, f"notes-{page_id}"))
    shown = listed(request, SubmissionNote.objects.on_page(page_id), NOTES_ON_A_PAGE)
    context = {
        "submission": submission,
        "organization": submission.organization,
        "form": form,
        "listed": shown,
        "notes": shown_notes(shown, request.user),
        "back": page_beside(request, submission, side),
        "is_from_stream": is_in_stream(request),
        "filters": posted_filters(request).urlencode(),
    }
    return render_page(request, "notes/page.html", **context)


def latest_submission(page_id: int) -> Any:
    """Return the latest submission of a page with what its notes need; None if it was never sent."""
    rows = Submission.objects.select_related("organization", "page__locale").filter(page=page_id)
    return rows.order_by("pk").last()


def page_beside(request: WorkRequest, submission: Submission, side: NoteSide | None, fragment: str = "") -> str:
    """Return the address of the page on which this person works on a piece: beside the list, review, piece or notes.

    An editor who sent the note beside the list goes back to the piece there. `fragment` is the id of a part of it.
    """
    behind = f"#{fragment}" if fragment else ""
    if is_member(request.user, submission.organization_id):
        return reverse("workspace:content-item", args=[submission.page_id]) + behind
    if side == NoteSide.ORGANIZATION:
        return reverse("workspace:notes", args=[submission.page_id]) + behind
    if is_in_stream(request):
        return opened_url(submission, posted_filters(request), fragment or "open")
    return reverse("workspace:review", args=[submission.pk]) + behind
