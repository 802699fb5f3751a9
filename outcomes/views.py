"""The views of the tracker of recommendations: the list, and a file of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from common.spreadsheets.csv_file import csv_text
from outcomes.tracker import tracker
from outcomes.tracker_file import file_rows


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """Show everybody the list of all public recommendations, filtered by institution, state and year (view)."""
    context = tracker(get_language() or "en", request.GET)
    return render(request, "outcomes/tracker.html", context)


@require_safe
def recommendations_file(request: HttpRequest) -> HttpResponse:
    """Serve everybody the public recommendations as a CSV file, filtered by institution, state and year (view)."""
    headers = {"Content-Disposition": 'attachment; filename="neary-recommendations.csv"'}
    content = csv_text(file_rows(get_language() or "en", request.GET))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
