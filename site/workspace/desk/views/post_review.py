"""The editors' view for reviews after publication, of pages that trusted organizations published."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation.comparison.page_diff import compare_pages
from moderation.models import Submission
from moderation.rules.permissions import may_post_review
from moderation.services import post_review
from workspace.comparison_rows import collapse_unchanged
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.forms import PostReviewForm
from workspace.desk.review_context import checks_of, with_related
from workspace.desk.shown_files import shown_files
from workspace.rendering import render_page
from workspace.run_service import run_service


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def post_review_page(request: WorkRequest, submission_id: int) -> HttpResponse:
    """Show editors a page published by trust; a POST records its review; 404 for other pages, and non-editors."""
    submission = get_object_or_404(with_related(submission_id))
    if not submission.is_by_trust:
        raise Http404
    form = PostReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data["found"]
        is_finding, is_taken = found != PostReviewForm.FINE, found == PostReviewForm.TAKE_DOWN
        reason = form.cleaned_data["reason"]
        success = _("The result is saved: %(title)s") % {"title": submission.title}
        if run_service(request, lambda: post_review(submission, request.user, is_finding, reason, is_taken), success):
            return redirect("workspace:queue")
        submission = with_related(submission_id).get()
    # `as_object`: the version that went public by trust, which may differ from the page of today.
    sent = submission.revision.as_object() if submission.revision else None
    context = {
        "submission": submission,
        "form": form,
        "is_due": submission.post_review == Submission.PostReview.DUE and may_post_review(request.user, submission),
        "rows": collapse_unchanged(compare_pages(None, sent)) if sent else [],
        "files": shown_files(sent),
        "checks": checks_of(submission.check_results.all()),
    }
    return render_page(request, "desk/post_review.html", "queue", **context)
