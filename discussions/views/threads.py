"""The page of a thread: its posts, fifty a page, and what a known visitor may do there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from discussions.listing import last_page, post_rows
from discussions.rules.permissions import can_write, could_write
from discussions.rules.writing import closes_at, discussed_entry, why_closed
from discussions.services.posting import closed_because
from discussions.visitors import readable_thread, show_page, visitor_of


@require_safe
def show_thread(request: HttpRequest, board: str, thread: int) -> HttpResponse:
    """Show one page of a thread to whoever may read it; 404 for others, and for a page that it does not have."""
    visitor = visitor_of(request)
    found = readable_thread(board, thread, visitor)
    last = last_page(found, visitor)
    number = chosen_page(request, last)
    closed = why_closed(found)
    entry = discussed_entry(found)
    context = {
        "thread": found,
        "board": found.board,
        "posts": post_rows(found, visitor, number),
        "number": number,
        "last": last,
        "entry": entry,
        "closes_at": closes_at(entry),
        "closed": closed_because(closed) if closed else "",
        "may_write": closed is None and (can_write(found.board, visitor) or could_write(found.board, visitor)),
    }
    return show_page(request, "thread", visitor, context)


def chosen_page(request: HttpRequest, last: int) -> int:
    """Return the number of the page that an address names, 1 without one. Raises Http404 for one that is not there."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 9) or not 1 <= int(asked) <= last:
        raise Http404
    return int(asked)
