"""The view that checks a draft while somebody writes it."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from moderation.checks import check_now
from moderation.models import CheckResult
from workspace.decorators import WorkRequest, account_required
from workspace.officer.editing_url import editing_url
from workspace.pages import visible_page
from workspace.rendering import render_page


@require_safe
@account_required
def check(request: WorkRequest, page_id: int) -> HttpResponse:
    """Run the checks on a page's newest draft and show the results, unstored; 404 for who may not see drafts."""
    page = visible_page(request.user, page_id)
    results = check_now(page.get_latest_revision_as_object())
    by_outcome = {outcome: [r for r in results if r.outcome == outcome] for outcome in CheckResult.Outcome.values}
    context = {"page": page, "organization": page.organization, "editing": editing_url(page), **by_outcome}
    return render_page(request, "officer/check.html", "", **context)
