"""The editors' view of one post of a discussion: hide it, block its author, or see who she is."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from discussions.models import Participant, Post
from discussions.rules.permissions import why_not_decide
from discussions.services.deciding import block_participant, hide_post, reveal_author, unblock_participant
from orgs.permissions import is_administrator
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.discussions.forms import PostActionForm
from workspace.rendering import render_page
from workspace.run_service import run_service

ROWS = Post.objects.select_related("thread__board__organization", "participant", "closed_by")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def post_page(request: WorkRequest, post_id: int) -> HttpResponse:
    """Show editors a post; a POST hides it, (un)blocks its author, shows administrators the address; 404 for others."""
    post = get_object_or_404(ROWS, pk=post_id)
    offered = actions_for(post, request.user)
    form = PostActionForm(request.POST if request.method == "POST" else None, actions=offered)
    address = ""
    if request.method == "POST" and form.is_valid():
        action, reason = form.cleaned_data["action"], form.cleaned_data["reason"]
        if action == PostActionForm.REVEAL:
            # Shown once, on this answer alone, and never stored.
            address = revealed_address(request, post, reason, form)
        elif run_service(request, lambda: act(post, action, request.user, reason), SAID[action](), form=form):
            return redirect("workspace:post", post.pk)
        # The service changed the row under a lock of its own; this instance still has the old state.
        post.refresh_from_db()
    context = {
        "post": post,
        "form": form if offered else None,
        "why_not": why_not_decide(request.user, post),
        "address": address,
        "is_blocked": is_blocked(post),
    }
    return render_page(request, "desk/post.html", "queue", **context)


def actions_for(post: Post, editor: Any) -> list[str]:
    """Return the actions an editor may take on a post now, or []: hide, block or unblock; reveal for administrators."""
    if why_not_decide(editor, post):
        return []
    actions = [PostActionForm.HIDE] if post.is_public else []
    # An unconfirmed post may carry somebody else's address: blocking would hit a person who wrote nothing.
    if post.participant is not None and post.state != Post.State.UNCONFIRMED:
        actions.append(PostActionForm.UNBLOCK if is_blocked(post) else PostActionForm.BLOCK)
        if is_administrator(editor):
            actions.append(PostActionForm.REVEAL)
    return actions


def is_blocked(post: Post) -> bool:
    """Return whether the author of a discussion post is blocked."""
    return post.participant is not None and post.participant.state == Participant.State.BLOCKED


def act(post: Post, action: str, editor: Any, reason: str) -> None:
    """Hide a post, or block or unblock its author, as an editor with a reason. Raises Refusal when not possible."""
    if action == PostActionForm.HIDE:
        hide_post(post, editor, reason)
    elif action == PostActionForm.BLOCK:
        block_participant(post, editor, reason)
    elif post.participant is not None:
        unblock_participant(post.participant, editor)


def revealed_address(request: WorkRequest, post: Post, reason: str, form: PostActionForm) -> str:
    """Log and return the mail address of a post's author for an administrator; "" and a form error when refused."""
    found: list[str] = []
    run_service(request, lambda: found.append(reveal_author(post, request.user, reason)), form=form)
    return found[0] if found else ""


# Functions, because the text is in the language of the reader, which is not known when the module is loaded.
SAID = {
    PostActionForm.HIDE: lambda: _("The post is hidden. Its author is told why."),
    PostActionForm.BLOCK: lambda: _("Its author can write no more, and gets no mails."),
    PostActionForm.UNBLOCK: lambda: _("Its author can write again. Her posts wait for editors at first."),
}
