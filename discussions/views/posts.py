"""Views by which a participant acts on one post (withdraw, block, appeal) or mutes the mails of one thread."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from common.refusal import Refusal
from discussions.forms import AppealForm
from discussions.listing import mails_with_cut_text, visible_posts
from discussions.models import IncomingMail, Participant, Post
from discussions.rules.permissions import is_author
from discussions.services.deciding import appeal_decision
from discussions.services.leaving import withdraw_post
from discussions.services.mail_in.asking import restore_cut
from discussions.services.preferences import block_author, mute_thread
from discussions.visitors import is_small, readable_thread, show_page, visitor_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post_actions(request: HttpRequest, board: str, thread: int, post: int) -> HttpResponse:
    """Show a participant one post and its actions (withdraw, appeal, restore, block); a POST does one; else 404.

    Her own she may withdraw, appeal for, and put back what was cut from her mail; another's author she may block.
    """
    visitor = visitor_of(request)
    found = readable_thread(board, thread, visitor)
    posts = visible_posts(found, visitor).select_related("organization")
    # By number in the thread and not by id: addresses have the number.
    chosen = posts.filter(number=post).first() if is_small(post) else None
    if chosen is None or visitor.participant is None:
        raise Http404
    # The thread with its board is there already: without this each use would ask again.
    chosen.thread = found
    is_own = is_author(chosen, visitor)
    cut = mails_with_cut_text(visitor.participant.pk).filter(post=chosen).first()
    done = _act_on_own(request, chosen, cut) if is_own else _act_on_others(request, visitor.participant, chosen)
    if done is not None:
        return done
    form = appeal_form(request, chosen, is_own=is_own)
    if form is not None and form.is_bound and form.is_valid() and send_appeal(visitor.participant, chosen, form):
        messages.success(request, _("Thank you. Another editor reads it once more."))
        return redirect(request.path)
    can_withdraw = is_own and chosen.state != Post.State.WITHDRAWN
    context = {"board": found.board, "thread": found, "post": chosen, "is_own": is_own, "can_withdraw": can_withdraw}
    context |= {"appeal_form": form, "is_appealed": is_own and chosen.appealed_at and not chosen.appeal_answered_at}
    return show_page(request, "post_page", visitor, context | {"cut": cut})


def _act_on_own(request: HttpRequest, post: Post, cut: IncomingMail | None) -> HttpResponse | None:
    """Withdraw a post, or put back what was cut from its mail, as its author asks; None where she asks for neither."""
    if request.POST.get("act") == "withdraw":
        withdraw_post(post)
        messages.success(request, _("Your post is withdrawn: nobody else can read it any more."))
        return redirect("discussions:me")
    if request.POST.get("act") != "restore":
        return None
    try:
        if cut is None:
            raise Refusal(_("There is nothing to put back any more."), code="decided")
        restored = restore_cut(cut)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    if restored.is_public:
        messages.success(request, _("Your post is public."))
    else:
        messages.success(request, _("Thank you. An editor reads your post first; you find it here meanwhile."))
    return redirect(post.url)


def _act_on_others(request: HttpRequest, participant: Participant, post: Post) -> HttpResponse | None:
    """Block the author of a post for a participant who asks for it; None where she does not ask."""
    if request.POST.get("act") != "block":
        return None
    try:
        block_author(participant, post)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The posts of this person are folded for you from now on."))
    return redirect(post.thread.url)


def appeal_form(request: HttpRequest, post: Post, *, is_own: bool) -> AppealForm | None:
    """Return the form by which an author appeals for her rejected or hidden post, once; None for any other post."""
    if not is_own or post.state not in Post.State.closed_by_editors() or post.appealed_at is not None:
        return None
    return AppealForm(request.POST if request.POST.get("act") == "appeal" else None)


def send_appeal(participant: Participant, post: Post, form: AppealForm) -> bool:
    """Store an author's appeal from a valid form; return False, with the refusal in the form, if it is refused."""
    try:
        appeal_decision(post, participant, form.cleaned_data["appeal"])
    except Refusal as refusal:
        form.add_error("appeal", str(refusal))
        return False
    return True


@never_cache
@require_POST
def choose_thread_mails(request: HttpRequest, board: str, thread: int) -> HttpResponse:
    """Stop or resume a participant's mails of one thread, and redirect to it (POST only); else 404."""
    visitor = visitor_of(request)
    found = readable_thread(board, thread, visitor)
    if visitor.participant is None:
        raise Http404
    mute_thread(visitor.participant, found, is_muted=request.POST.get("mails") == "none")
    messages.success(request, _("Saved"))
    return redirect(found.url)
