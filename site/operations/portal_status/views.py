"""The page on how the portal is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.measures.registry import read_all
from operations.alerts.mails import shown
from operations.alerts.state import Judgement, judge
from operations.alerts.words import TITLES, WORDS
from operations.metrics.samples import recent_requests
from operations.portal_status.last_day import charts
from orgs.permissions import is_administrator
from workspace.decorators import WorkRequest, account_required
from workspace.rendering import page_frame


@require_safe
@account_required
def portal_status(request: WorkRequest) -> HttpResponse:
    """Show administrators what is fine, what needs a look and what must be done now; 404 for all others (view)."""
    if not is_administrator(request.user):
        raise Http404
    now = timezone.now()
    things = [thing_of(each, request.user.language) for each in judge(read_all(), recent_requests(now))]
    things.sort(key=lambda thing: int(thing["order"]))
    context = {
        "wrong": [thing for thing in things if thing["state"] != "fine"],
        "fine": [thing for thing in things if thing["state"] == "fine"],
        "charts": charts(now, request.user.language),
    }
    frame = page_frame(request, "statistics")
    return render(request, "operations/portal_status/portal_status.html", frame | context)


def thing_of(judgement: Judgement, language: str) -> dict[str, Any]:
    """Return what the page says of a rule: its title, state, what is wrong and what to do."""
    rule = judgement.rule
    what, remedy = WORDS[rule.name]
    state = "unknown" if judgement.is_broken is None else "fine"
    if judgement.is_broken:
        state = "act" if rule.is_urgent else "look"
    return {
        "title": TITLES[rule.name],
        "state": state,
        "order": ("act", "look", "unknown", "fine").index(state),
        "what": what,
        "remedy": remedy,
        "value": shown(judgement.value, rule.unit, language),
        "limit": shown(rule.limit(), rule.unit, language),
    }
