"""The view of the tracker of recommendations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from outcomes.tracker import tracker


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """Show everybody the list of all public recommendations, filtered by institution, state and year."""
    context = tracker(get_language() or "en", request.GET)
    return render(request, "outcomes/tracker.html", context)
