"""The view of a series' page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.models import Series
from events.series_pages.context import series_context


@require_safe
def series_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everybody a series: its years, totals, recommendations and next event; 404 without a public event."""
    context = series_context(get_object_or_404(Series, slug=slug), get_language() or "en")
    if context is None:
        raise Http404
    return render(request, "events/series_page.html", context)
