"""A participant's own page: her name, her mails, her posts, whom she does not want to see, and leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from common.refusal import Refusal
from discussions.devices import forget_device
from discussions.forms import NameForm, RhythmsForm
from discussions.models import Draft, Participant, Post
from discussions.rules.permissions import Visitor, readable_boards
from discussions.services.joining import take_part
from discussions.services.leaving import leave, sign_out_everywhere
from discussions.services.preferences import change_profile, choose_mails, delete_block, mute_thread
from discussions.visitors import show_page, visitor_of

MOST_SHOWN = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show a participant her own page; a POST saves her name or mail choices, unblocks or unmutes; strangers must join.

    Strangers are led to the page on which they take part.
    """
    visitor = visitor_of(request)
    participant = visitor.participant
    if participant is None:
        return _not_yet(request, visitor)
    # Hidden boards have no mails.
    boards = list(readable_boards(visitor).filter(is_hidden=False))
    chosen = dict(participant.subscriptions.values_list("board", "rhythm"))
    what = request.POST.get("what") if request.method == "POST" else None
    own = {"name": participant.name, "language": participant.language}
    # Only the form whose button was pressed gets the posted data, and with it errors.
    profile = NameForm(request.POST if what == "profile" else None, initial=own, participant=participant)
    mails = RhythmsForm(request.POST if what == "mails" else None, boards=boards, chosen=chosen)
    if what == "profile" and profile.is_valid() and _is_changed(participant, profile):
        return _saved(request)
    if what == "mails" and mails.is_valid():
        choose_mails(participant, {board: mails.cleaned_data[f"board_{board.pk}"] for board in boards})
        return _saved(request)
    if what in ("unblock", "unmute"):
        _take_off(participant, what, request.POST.get("id", ""))
        return _saved(request)
    context = {"participant": participant, "profile": profile, "mails": mails, **_lists(participant)}
    return show_page(request, "me", visitor, context)


def _not_yet(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Lead a stranger to the page on which she takes part; an account takes part with one button."""
    if not visitor.user.is_authenticated:
        return redirect("discussions:join")
    if request.method == "POST":
        try:
            take_part(visitor.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("discussions:me")
    return show_page(request, "me_not_yet", visitor, {})


def _is_changed(participant: Participant, profile: NameForm) -> bool:
    """Save what the form says, and return whether it was taken; a refusal is shown beside the name."""
    try:
        change_profile(participant, **profile.cleaned_data)
    except Refusal as refusal:
        profile.add_error("name", str(refusal))
        return False
    return True


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved"))
    return redirect("discussions:me")


def _take_off(participant: Participant, what: str, number: str) -> None:
    """Take a person or a thread off a participant's list; a number that is none of hers changes nothing."""
    # 18 digits: larger numbers are no ids of any database.
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return
    if what == "unblock":
        delete_block(participant, int(number))
        return
    for muted in participant.muted_threads.filter(pk=int(number)).select_related("thread"):
        mute_thread(participant, muted.thread, is_muted=False)


def _lists(participant: Participant) -> dict[str, Any]:
    """Return the participant's posts, drafts, muted threads and blocked people, as many as a page shows."""
    posts = Post.objects.filter(participant=participant).select_related("thread__board").order_by("-pk")
    return {
        "posts": posts[:MOST_SHOWN],
        "drafts": Draft.objects.filter(participant=participant).select_related("board", "thread__board")[:MOST_SHOWN],
        "muted": participant.muted_threads.select_related("thread__board")[:MOST_SHOWN],
        "blocked": participant.blocks.order_by("pk").values_list("pk", "name")[:MOST_SHOWN],
    }


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget this device's participant, or all of her devices with where=everywhere, and redirect (POST only)."""
    participant = visitor_of(request).participant
    if participant is not None and request.POST.get("where") == "everywhere":
        sign_out_everywhere(participant)
    response = redirect("discussions:boards")
    forget_device(response)
    messages.success(request, _("You are signed out. Your posts and mails stay as they are."))
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave_discussions(request: HttpRequest) -> HttpResponse:
    """Ask a participant whether to leave and keep her posts; a POST deletes her, redirects; strangers go to `join`."""
    visitor = visitor_of(request)
    if visitor.participant is None:
        return redirect("discussions:join")
    # Anything else than the two answers asks again: leaving cannot be undone.
    if request.method == "POST" and request.POST.get("posts") in ("stay", "go"):
        leave(visitor.participant, with_posts=request.POST["posts"] == "go")
        response = redirect("discussions:boards")
        # Else the browser would keep the cookie of a participant who is gone.
        forget_device(response)
        messages.success(request, _("You have left the discussions, and your address is deleted."))
        return response
    return show_page(request, "leave", visitor, {})
