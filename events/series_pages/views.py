"""The views of a series: its page, and its figures as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from common.spreadsheets.csv_file import csv_text
from common.spreadsheets.xlsx_file import XLSX, xlsx_bytes
from events.models import Series
from events.series_pages.context import series_context
from events.series_pages.figures import rows_of


@require_safe
def series_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everybody a series of events: its years, totals, recommendations, next event; 404 without a public event."""
    return render(request, "events/series_page.html", context_or_404(slug))


@require_safe
def series_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve everybody the public figures of a series as a CSV file to download; 404 without a public event."""
    return file_response(csv_text(rows_of(context_or_404(slug))), "text/csv; charset=utf-8", f"series-{slug}.csv")


@require_safe
def series_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve everybody the public figures of a series as an XLSX file; 404 without a public event."""
    return file_response(xlsx_bytes(rows_of(context_or_404(slug)), text_columns="AB"), XLSX, f"series-{slug}.xlsx")


def context_or_404(slug: str) -> dict[str, Any]:
    """Return the template context of a series' page, by slug. Raises Http404 without a public event."""
    context = series_context(get_object_or_404(Series, slug=slug), get_language() or "en")
    if context is None:
        raise Http404
    return context


def file_response(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    """Return content as an HTTP response that browsers download under this file name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
