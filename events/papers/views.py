"""The views that serve papers."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from catalog.models import CatalogEntry
from events.kinds import EVENT
from events.models import EventPage
from events.papers.event_report import TEMPLATE, report_context
from events.papers.rendering import PaperBusyError, PaperError, paper_html
from events.papers.storage import BUSY_FOR, FAILED_FOR, content_hash, stored_paper

RETRY_AFTER = FAILED_FOR


@require_safe
def event_report(request: HttpRequest, page_id: int) -> HttpResponse:
    """Serve everybody a public event's PDF report in the active language, or 304; else 404; 503 when it cannot be made.

    The event's page must be in the active language.
    """
    public = CatalogEntry.objects.public().filter(type=EVENT.name, language=get_language())
    entry = get_object_or_404(public, pk=page_id)
    # From the page's row, and not the newest draft.
    page = get_object_or_404(EventPage.objects.select_related("organization", "locale"), pk=page_id)
    html = paper_html(TEMPLATE, report_context(page, urljoin(settings.WAGTAILADMIN_BASE_URL, entry.url)))
    return serve_paper(request, html, str(page_id), f"{EVENT.name}-{page_id}.pdf", entry.url)


def serve_paper(request: HttpRequest, html: str, owner: str, name: str, back: str) -> HttpResponse:
    """Return a public paper as PDF under a name, or 304; 503 with a link `back` when it cannot be made now.

    `owner` is as in `stored_paper`.
    """
    # Before printing: a client that has it already needs no PDF.
    etag = quote_etag(content_hash(html))
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        pdf = stored_paper(owner, html)
    except PaperError as error:
        return refuse_paper(request, back, is_being_made=isinstance(error, PaperBusyError))
    return pdf_response(pdf, name, etag)


def pdf_response(pdf: bytes, name: str, etag: str = "") -> HttpResponse:
    """Return a PDF as an HTTP response to show in the browser under a file name; without an ETag it is not cached."""
    # no-cache: it is asked for again each time, and answered with 304.
    caching = {"ETag": etag, "Cache-Control": "no-cache"} if etag else {"Cache-Control": "no-store"}
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=disposition | caching)


def refuse_paper(request: HttpRequest, back: str, *, is_being_made: bool = False) -> HttpResponse:
    """Return a page with status 503 and Retry-After: a paper is being made, or cannot be made now; with a link `back`.

    Soon after, a paper that is being made is there.
    """
    context = {"back": back, "is_being_made": is_being_made}
    response = render(request, "events/papers/not_made.html", context, status=503)
    response["Retry-After"] = str(BUSY_FOR if is_being_made else RETRY_AFTER)
    return response
