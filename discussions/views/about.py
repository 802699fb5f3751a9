"""The discussions about a page of an organization."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import CatalogEntry
from discussions.listing import with_openings
from discussions.models import Thread
from discussions.rules.permissions import can_write, could_write, readable_boards
from discussions.rules.writing import closes_at
from discussions.visitors import show_page, visitor_of

MOST_THREADS = 50


@require_safe
def threads_about(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show everybody the readable discussions about a public page (by id), and boards to start one; else 404."""
    visitor = visitor_of(request)
    # A larger number is no id of any database.
    entry = CatalogEntry.objects.public().for_lists().filter(pk=page_id).first() if page_id < 2**63 else None
    if entry is None:
        raise Http404
    # Of all languages: a discussion about the Khmer page is shown on the English one too.
    translations = CatalogEntry.objects.public().filter(translation_key=entry.translation_key)
    boards = list(readable_boards(visitor).select_related("organization"))
    threads = Thread.objects.filter(board__in=boards, public_posts__gt=0, page__in=translations.values("pk"))
    ends = closes_at(entry)
    is_open = ends is None or ends > timezone.now()
    context = {
        "entry": entry,
        "rows": with_openings(threads[:MOST_THREADS]),
        "closes_at": ends,
        "is_open": is_open,
        "boards": [board for board in boards if is_open and (can_write(board, visitor) or could_write(board, visitor))],
    }
    return show_page(request, "about", visitor, context)
