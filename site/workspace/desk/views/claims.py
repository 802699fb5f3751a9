"""The editors' views that claim a submission, renew the claim, and release it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moderation.models import Submission
from moderation.services import claim, release, renew_claim
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.queue_url import filtered_queue_url, opened_url, posted_filters
from workspace.run_service import answer_script, run_service


@require_POST
@editor_required
def claim_submission(request: WorkRequest, submission_id: int) -> HttpResponse:
    """Claim a submission for the editor or show a refusal (POST); redirect to queue or review; 404 for non-editors."""
    submission = get_object_or_404(Submission, pk=submission_id)
    if not run_service(request, lambda: claim(submission, request.user)):
        return redirect(filtered_queue_url(request))
    if request.POST.get("from") == "review":
        return redirect("workspace:review", submission.pk)
    return redirect(opened_url(submission, posted_filters(request)))


@require_POST
@editor_required
def renew_claim_on_submission(request: WorkRequest, submission_id: int) -> HttpResponse:
    """Renew an editor's own claim on a submission (POST by script): 204, 409 if refused, 404 for non-editors."""
    submission = get_object_or_404(Submission, pk=submission_id)
    return answer_script(lambda: renew_claim(submission, request.user))


@require_POST
@editor_required
def release_submission(request: WorkRequest, submission_id: int) -> HttpResponse:
    """End the editor's own claim on a submission (POST) and redirect to the queue; 404 for non-editors."""
    submission = get_object_or_404(Submission, pk=submission_id)
    run_service(
        request, lambda: release(submission, request.user), _("Claim released: other editors can claim it now.")
    )
    return redirect(filtered_queue_url(request))
