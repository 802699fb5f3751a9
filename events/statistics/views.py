"""The programme in figures, as a page and as files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog import terms
from common.spreadsheets.csv_file import csv_text
from common.spreadsheets.xlsx_file import XLSX, xlsx_bytes
from events.statistics.programme import programme_statistics
from events.statistics.tables import file_rows


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show everybody the page with public figures of trainings (by province, year, organization) and all series."""
    found = programme_statistics()
    groups = {group.slug: group for group in found.provinces}
    context = {
        "section": "events",
        "statistics": found,
        "tiles": [(place, groups.get(place.slug)) for place in terms.places.all()],
        # Over all places: found.provinces lacks those without an event, and may have the group that names none.
        "without": sum(place.slug not in groups for place in terms.places.all()),
    }
    return render(request, "events/statistics/statistics.html", context)


@require_safe
def statistics_file(request: HttpRequest) -> HttpResponse:
    """Serve everybody the public figures of the programme as a CSV file to download."""
    headers = {"Content-Disposition": 'attachment; filename="neary-statistics.csv"'}
    content = csv_text(file_rows(programme_statistics()))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def statistics_xlsx(request: HttpRequest) -> HttpResponse:
    """Serve everybody the public figures of the programme as an XLSX file to download."""
    headers = {"Content-Disposition": 'attachment; filename="neary-statistics.xlsx"'}
    # A and B hold the words; the other columns hold numbers and stay narrow.
    content = xlsx_bytes(file_rows(programme_statistics()), text_columns="AB")
    return HttpResponse(content, content_type=XLSX, headers=headers)
