"""The list of boards, and a board with its threads."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from discussions.listing import THREADS_A_PAGE, ThreadList, board_rows, threads_of, with_openings
from discussions.rules.permissions import can_write, could_write
from discussions.visitors import readable_board, show_page, visitor_of


@require_safe
def board_list(request: HttpRequest) -> HttpResponse:
    """Show everybody the list of those discussion boards that the visitor may read."""
    visitor = visitor_of(request)
    return show_page(request, "board_list", visitor, {"rows": board_rows(visitor)})


@require_safe
def show_board(request: HttpRequest, board: str) -> HttpResponse:
    """Show a board and one page of its threads (newest, unanswered, closed) to those who may read it; else 404.

    ?tab= is the list, ?page= its page.
    """
    visitor = visitor_of(request)
    found = readable_board(board, visitor)
    tab = chosen_tab(request)
    paginator = Paginator(threads_of(found, tab), THREADS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "board": found,
        "tab": tab,
        "rows": with_openings(page.object_list),
        "number": page.number,
        "last": paginator.num_pages,
        "others": [row for row in board_rows(visitor) if row.board.pk != found.pk],
        "may_write": can_write(found, visitor) or could_write(found, visitor),
    }
    return show_page(request, "board", visitor, context)


def chosen_tab(request: HttpRequest) -> ThreadList:
    """Return the list of threads that ?tab= of a request names, newest by default. Raises Http404 if unknown."""
    try:
        return ThreadList(request.GET.get("tab", ""))
    except ValueError:
        raise Http404 from None
