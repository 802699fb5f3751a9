"""The report of a series as PDF: what its page says, with all its recommendations."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.models import Series
from events.papers.rendering import paper_html
from events.papers.storage import series_owner
from events.papers.views import serve_paper
from events.series_pages.context import series_context

TEMPLATE = "events/papers/series_report.html"
# The recommendations of a series that its report has, more than a series of many years has.
MOST_RECOMMENDATIONS = 500


@require_safe
def series_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve everybody the report of a series as PDF, or 304; 404 without a public event, 503 when it fails.

    It says only what the public page says; how long an answer is awaited is left out, because it changes every day.
    """
    series, language = get_object_or_404(Series, slug=slug), get_language() or "en"
    context = series_context(series, language, MOST_RECOMMENDATIONS)
    if context is None:
        raise Http404
    back = reverse("series", args=[slug])
    # An absolute address: the PDF is read outside of the portal.
    html = paper_html(TEMPLATE, context | {"address": urljoin(settings.WAGTAILADMIN_BASE_URL, back)})
    return serve_paper(request, html, series_owner(series.pk, language), f"series-{slug}.pdf", back)
