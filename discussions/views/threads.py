"""The page of a thread: its posts, fifty a page, and what a known visitor may do there."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from discussions.forms import PostForm
from discussions.help_lines import HelpLines, help_for
from discussions.listing import last_page, post_rows
from discussions.models import Post, Thread
from discussions.rules.permissions import Visitor
from discussions.rules.writing import closes_at, discussed_entry, why_closed
from discussions.services.drafts import draft_of
from discussions.services.posting import closed_because
from discussions.views.writing import may_write
from discussions.visitors import is_known, readable_thread, show_page, visitor_of


@require_safe
def show_thread(request: HttpRequest, board: str, thread: int) -> HttpResponse:
    """Show one page of a thread's posts to those who may read it; 404 for others and for a page it does not have."""
    visitor = visitor_of(request)
    found = readable_thread(board, thread, visitor)
    last = last_page(found, visitor)
    number = chosen_page(request, last)
    closed = why_closed(found)
    entry = discussed_entry(found)
    may = closed is None and may_write(found.board, visitor)
    rows = post_rows(found, visitor, number)
    context = {
        "thread": found,
        "board": found.board,
        "posts": rows,
        "help": help_shown([row.post for row in rows if row.is_own]),
        "number": number,
        "last": last,
        "entry": entry,
        "closes_at": closes_at(entry),
        "closed": closed_because(closed) if closed else "",
        "may_write": may,
        **own_context(found, visitor, may=may),
    }
    return show_page(request, "thread", visitor, context)


def own_context(thread: Thread, visitor: Visitor, *, may: bool) -> dict[str, Any]:
    """Return the template context only for a participant or account: the answer form, and her subscription; else {}.

    Strangers get a link to the form: a page with a token in it could not be kept for everybody.
    """
    if not is_known(visitor):
        return {}
    own: dict[str, Any] = {}
    if may:
        draft = draft_of(visitor.participant, thread.board, thread)
        initial = {"text": draft.text} if draft else {}
        own["form"] = PostForm(board=thread.board, visitor=visitor, thread=thread, initial=initial)
    if visitor.participant is not None:
        subscription = visitor.participant.subscriptions.filter(board=thread.board)
        is_muted = Exists(visitor.participant.muted_threads.filter(thread=thread))
        own["subscription"] = subscription.annotate(is_muted=is_muted).first()
    return own


def help_shown(own: list[Post]) -> HelpLines | None:
    """Return help services for the author of these posts if one is urgent and not public; else None."""
    urgent = [post for post in own if post.is_urgent and not post.is_public]
    return help_for(urgent[-1].text, get_language() or "en") if urgent else None


def chosen_page(request: HttpRequest, last: int) -> int:
    """Return the page number that a request's ?page= names, 1 by default. Raises Http404 above `last` or if invalid."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 9) or not 1 <= int(asked) <= last:
        raise Http404
    return int(asked)
