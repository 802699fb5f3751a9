"""The public page that explains the review: what it is, how soon, and what each tier means."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moderation.models import AnswerTime
from moderation.rules.tiers import table
from moderation.statistics.decision_times import public_turnaround


@require_safe
def how_we_check(request: HttpRequest) -> HttpResponse:
    """Show the public page about the review: the tiers, promised response times and real turnaround (view)."""
    return render(request, "moderation/how_we_check.html", {"tiers": tiers(), "kept": public_turnaround()})


def tiers() -> list[dict[str, Any]]:
    """Return the rules and promised response times of each tier, also by kind of page, as dicts for the template."""
    own: dict[str, list[AnswerTime]] = {}
    for row in AnswerTime.objects.exclude(kind=""):
        own.setdefault(row.get_tier_display(), []).append(row)
    return [
        {"row": row, "sampled": round(row.meaning.sampled * 100), "own": own.get(str(row.tier), [])} for row in table()
    ]
