"""The editors' views of one matter that is no page: what it says, its checks, the claim and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moderation.matters import MatterKind, matter_kinds
from moderation.matters.permissions import describe_matter_state, may_read_matter
from moderation.models import Matter
from moderation.services.matters import claim_matter, decide_matter, release_matter, renew_matter_claim
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.bulk_questions import remember_opened
from workspace.desk.matter_context import MATTERS, matter_context
from workspace.desk.matter_forms import MatterDecisionForm, first_against
from workspace.desk.queue_url import filtered_queue_url, is_in_stream, next_url, opened_url, posted_filters
from workspace.desk.saved_replies.choosing import decision_data, replies_context
from workspace.rendering import render_page
from workspace.run_service import answer_script, run_service


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def matter_page(request: WorkRequest, matter_id: int) -> HttpResponse:
    """Show editors a matter, or redirect to its kind's own page; a POST decides on it; 404 if she may not read it."""
    matter = get_object_or_404(MATTERS, pk=matter_id)
    kind = known_kind(matter, request.user)
    if not kind.decisions:
        return redirect(kind.link(matter))
    form = MatterDecisionForm(decision_data(request), kind=kind)
    if form.is_valid():
        decision = form.cleaned_data["decision"]
        reasons = form.reason_arguments() | {"unchecked": form.cleaned_data["unchecked"]}
        success = _("The decision is saved: %(title)s") % {"title": matter.title}
        if run_service(request, lambda: decide_matter(matter, request.user, decision, **reasons), success, form=form):
            return redirect(next_url(request, matter))
        matter = MATTERS.get(pk=matter.pk)
        if is_in_stream(request) and not matter.is_waiting:
            messages.error(request, f"{matter.title}: {describe_matter_state(matter)}")
            return redirect(next_url(request, matter))
    context = matter_context(matter, kind, request.user, form) | {
        "is_from_stream": is_in_stream(request),
        "filters": posted_filters(request).urlencode(),
    }
    context |= replies_context(request, form, matter.language, first_against(kind))
    remember_opened(request, matter)
    return render_page(request, "desk/matter.html", "queue", **context)


def known_kind(matter: Matter, editor: Any) -> MatterKind:
    """Return the kind of a matter. Raises Http404 if no such kind is registered or the editor may not read it."""
    kind = matter_kinds().get(matter.kind)
    if kind is None or not may_read_matter(editor, matter):
        raise Http404
    return kind


@require_POST
@editor_required
def claim_this_matter(request: WorkRequest, matter_id: int) -> HttpResponse:
    """Claim a matter for the editor or show the refusal (POST); redirect to where it is open; 404 if unreadable."""
    matter = get_object_or_404(MATTERS, pk=matter_id)
    kind = known_kind(matter, request.user)
    run_service(request, lambda: claim_matter(matter, request.user))
    return redirect(opened_url(matter, posted_filters(request)) if is_in_stream(request) else kind.link(matter))


@require_POST
@editor_required
def renew_claim_on_matter(request: WorkRequest, matter_id: int) -> HttpResponse:
    """Renew an editor's own claim on a matter (POST by script): 204, 409 if refused, 404 for non-editors."""
    matter = get_object_or_404(MATTERS, pk=matter_id)
    return answer_script(lambda: renew_matter_claim(matter, request.user))


@require_POST
@editor_required
def release_this_matter(request: WorkRequest, matter_id: int) -> HttpResponse:
    """End the editor's own claim on a matter (POST), and redirect to the queue; 404 for non-editors."""
    matter = get_object_or_404(MATTERS, pk=matter_id)
    released = _("Claim released: other editors can claim it now.")
    run_service(request, lambda: release_matter(matter, request.user), released)
    return redirect(filtered_queue_url(request))
