"""Checking on demand what somebody is writing."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from moderation.checks import check_now
from moderation.models import CheckResult
from workspace.doors import WorkRequest, at_work, show, visible_page
from workspace.kinds import editing_url


@require_safe
@at_work
def check(request: WorkRequest, page_id: int) -> HttpResponse:
    """What the checks say to the newest draft, and what to do about it. Nothing is kept or decided."""
    page = visible_page(request.user, page_id)
    results = check_now(page.get_latest_revision_as_object())
    by_outcome = {outcome: [r for r in results if r.outcome == outcome] for outcome in CheckResult.Outcome.values}
    context = {"page": page, "organization": page.organization, "editing": editing_url(page), **by_outcome}
    return show(request, "check.html", "", **context)
