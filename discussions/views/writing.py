"""The pages on which posts are written: an answer, and a new discussion."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from catalog.models import CatalogEntry
from common.answer_format import wants_json
from common.client_address import client_address
from common.refusal import Refusal
from discussions.forms import PostForm, ThreadForm, focus_first
from discussions.joining.limits import is_connection_over_limit
from discussions.listing import visible_posts
from discussions.models import Board, JoinRequest, Post, Thread
from discussions.models.posts import LONGEST_POST
from discussions.models.threads import LONGEST_TITLE
from discussions.rules.permissions import Visitor, can_write, could_write
from discussions.rules.quoting import quotation_of
from discussions.rules.writing import why_closed
from discussions.services.drafts import draft_of, save_draft
from discussions.services.joining import take_part
from discussions.services.posting import closed_because
from discussions.services.writing import NewPost, write_post, write_unconfirmed
from discussions.visitors import readable_board, readable_thread, show_page, visitor_of
from khmer.typography import time_of_day


@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, board: str, thread: int) -> HttpResponse:
    """Show those who may write an answer's form, or why the thread is closed; a POST saves a draft or sends; else 404.

    Where the thread is closed the page says why. ?quote= is the number of a post to be quoted.
    """
    visitor = visitor_of(request)
    found = readable_thread(board, thread, visitor)
    closed = why_closed(found)
    # A closed thread shows why, also to those who could not write; only else is it 404.
    if closed is None and not may_write(found.board, visitor):
        raise Http404
    parent = quoted_post(request, found, visitor)
    draft = draft_of(visitor.participant, found.board, found)
    text = draft.text if draft else ""
    # What she began stands first, then the quotation.
    initial = {"text": "\n\n".join(filter(None, [text, quotation_of(parent) if parent else ""]))}
    form = PostForm(_typed(request), board=found.board, visitor=visitor, thread=found, initial=initial)
    context = {"board": found.board, "thread": found, "form": form, "parent": parent, "closed": ""}
    if closed is not None:
        return show_page(request, "answer", visitor, context | {"closed": closed_because(closed)})
    return _respond(request, visitor, form, context)


@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, board: str) -> HttpResponse:
    """Show the form of a new discussion to those who may write on a board; a POST saves a draft or sends it; else 404.

    ?about= is the id of a public page that is to be discussed.
    """
    visitor = visitor_of(request)
    found = readable_board(board, visitor)
    if not may_write(found, visitor):
        raise Http404
    draft = draft_of(visitor.participant, found, None)
    initial = {"text": draft.text, "title": draft.title} if draft else {}
    form = ThreadForm(_typed(request), board=found, visitor=visitor, initial=initial)
    context = {"board": found, "thread": None, "form": form, "entry": entry_about(request), "parent": None}
    return _respond(request, visitor, form, context)


def may_write(board: Board, visitor: Visitor) -> bool:
    """Return whether a visitor may write on a board now, or could after joining discussions."""
    return can_write(board, visitor) or could_write(board, visitor)


def quoted_post(request: HttpRequest, thread: Thread, visitor: Visitor) -> Post | None:
    """Return the post of a thread that ?quote= names; None without it. Raises Http404 if the visitor may not see it."""
    asked = request.GET.get("quote", "")
    if not asked:
        return None
    # By the number in the thread, which stands beside each post; visible_posts leaves out what she may not see.
    post = visible_posts(thread, visitor).filter(number=int(asked)).first() if _is_number(asked) else None
    if post is None:
        raise Http404
    return post


def entry_about(request: HttpRequest) -> CatalogEntry | None:
    """Return the catalog entry of the public page that ?about= names; None without it. Raises Http404 if not public."""
    asked = request.GET.get("about", "")
    if not asked:
        return None
    entries = CatalogEntry.objects.public().for_lists()
    entry = entries.filter(pk=int(asked)).first() if _is_number(asked) else None
    if entry is None:
        raise Http404
    return entry


def _is_number(text: str) -> bool:
    # Nine digits, below the largest integer of PostgreSQL (2^31).
    return text.isascii() and text.isdecimal() and len(text) < 10


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _respond(request: HttpRequest, visitor: Visitor, form: PostForm, context: dict[str, Any]) -> HttpResponse:
    """Answer a form: show it, keep it as a draft, or send it."""
    board, thread = context["board"], context["thread"]
    if request.method == "POST":
        if request.POST.get("action") in ("draft", "autosave"):
            return _keep(request, visitor, board, thread)
        # A draft is kept before anything is checked; only what is sent must be valid.
        if form.is_valid():
            sent = _send(request, visitor, form, context)
            if sent is not None:
                return sent
    focus_first(form)
    return show_page(request, "answer" if thread else "start", visitor, context)


def _keep(request: HttpRequest, visitor: Visitor, board: Board, thread: Thread | None) -> HttpResponse:
    """Keep what a participant has begun; a script is told when, and a form leads back to where it was."""
    if visitor.participant is None:
        raise Http404
    # Cut and not refused: a script saves while she types, and has no place for an error.
    text, title = request.POST.get("text", "")[:LONGEST_POST], request.POST.get("title", "")[:LONGEST_TITLE]
    # PostgreSQL takes no NUL in a text; the form refuses it, but a draft is kept without the form.
    save_draft(visitor.participant, board, thread, text.replace("\0", ""), title.replace("\0", ""))
    if wants_json(request):
        when = time_of_day(timezone.localtime(), get_language() or "en")
        return JsonResponse({"said": _("Saved %(time)s") % {"time": when}})
    messages.success(request, _("Your draft is kept."))
    return redirect(request.get_full_path())


def _send(request: HttpRequest, visitor: Visitor, form: PostForm, context: dict[str, Any]) -> HttpResponse | None:
    """Send what was typed, and lead to where it stands; None where it was refused, which the form says."""
    new = _new_post(form, context)
    try:
        if visitor.participant is None and not visitor.user.is_authenticated:
            return _send_unconfirmed(request, form, new)
        # An account takes part with its first post.
        post = write_post(new, visitor.participant or take_part(visitor.user))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    if post.is_public:
        messages.success(request, _("Your post is public."))
    else:
        messages.success(request, _("Thank you. An editor reads your post first; you find it here meanwhile."))
    return redirect(post.url)


def _send_unconfirmed(request: HttpRequest, form: PostForm, new: NewPost) -> HttpResponse:
    # A program filled the hidden field: it gets the same answer, but nothing is done.
    if form.cleaned_data["nickname"]:
        # A key that nobody has: the page looks the same as the real one.
        return redirect("discussions:digits", key=JoinRequest().key)
    if is_connection_over_limit(request):
        raise Refusal(
            _("Too many requests came from your connection. Please try again in an hour."), code="too_many_requests"
        )
    asked = write_unconfirmed(new, form.cleaned_data["email"], client_address(request), get_language() or "en")
    return redirect("discussions:digits", key=asked.key)


def _new_post(form: PostForm, context: dict[str, Any]) -> NewPost:
    entry = context.get("entry")
    return NewPost(
        board=context["board"],
        thread=context["thread"],
        parent=context["parent"],
        text=form.cleaned_data["text"],
        title=form.cleaned_data.get("title", ""),
        name=form.shown_name(),
        page=Page.objects.filter(pk=entry.pk).first() if entry else None,
        organization=form.organization(),
    )
