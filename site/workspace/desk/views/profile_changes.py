"""The editors' views of changes of organizations' profiles: the list, and the decision on one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from moderation.matters.kind_names import PROFILE
from moderation.models import ProfileChange
from moderation.services import decide_profile_change
from orgs.guard.conflict_of_interest import why_not
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.matter_claims import claim_context
from workspace.desk.organization_forms import ProfileAnswerForm
from workspace.desk.profile_diff import profile_differences
from workspace.desk.queue_url import next_url_from
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

MOST_SHOWN = 100
ROWS = ProfileChange.objects.select_related("organization", "proposed_by")


@require_safe
@editor_required
def profile_changes(request: WorkRequest) -> HttpResponse:
    """Show editors the profile changes that wait for a decision, paginated (view; 404 for non-editors)."""
    return render_page(
        request, "desk/profile_changes.html", "queue", listed=listed(request, ROWS.waiting(), MOST_SHOWN)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def profile_change(request: WorkRequest, change_id: int) -> HttpResponse:
    """Show editors a profile change, before and after; a POST accepts or declines it; 404 for non-editors."""
    change = get_object_or_404(ROWS, pk=change_id)
    form = ProfileAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        is_yes = request.POST.get("answer") == "accept"
        reason = form.cleaned_data["reason"]
        success = _("The answer is on its way to the organization.")
        if run_service(
            request,
            lambda: decide_profile_change(change, request.user, accept=is_yes, reason=reason),
            success,
            form=form,
        ):
            return redirect(next_url_from(request, PROFILE, change.pk) or "workspace:profile-changes")
        # The refusal may come from another editor's decision: the page then shows that.
        change.refresh_from_db()
    refusal = why_not(request.user, change.organization_id, change.written_by())
    context = {"change": change, "lines": profile_differences(change), "form": form}
    context |= claim_context(request, PROFILE, change.pk, refusal)
    return render_page(request, "desk/profile_change.html", "queue", **context)
