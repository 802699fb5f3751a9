"""Decisions of editors on posts and participants, and the answers of authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.refusal import Refusal
from common.typed_text.characters import readable
from discussions.locks import locked_thread
from discussions.models import Participant, Post
from discussions.outbox_events import POST_DECIDED, PostPayload
from discussions.rules.permissions import wrote_it
from discussions.services.publishing import close_post, publish_post, put_before_editors
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.permissions import is_administrator, is_editor
from outbox import record

if TYPE_CHECKING:
    from accounts.models import User


def approve_post(post: Post) -> None:
    """Publish an approved post, answer its appeal and mail its author; the editor's right is not checked.

    Where it was hidden, its author gets her trust back, unless another post of hers is hidden still.
    """
    was_hidden = post.state == Post.State.HIDDEN
    publish_post(post)
    is_cleared = (
        was_hidden and not Post.objects.filter(participant=post.participant_id, state=post.State.HIDDEN).exists()
    )
    if is_cleared and post.participant is not None:
        post.participant.trust_lost_at = None
        post.participant.save(update_fields=["trust_lost_at"])
    _answer_appeal(post)
    _tell_author(post)


def reject_post(post: Post, editor: User, reason: str) -> None:
    """Reject a waiting post (a hidden one stays so), store the reason, mail its author; rights are not checked."""
    if post.state == Post.State.WAITING:
        close_post(post, Post.State.REFUSED)
    post.reason, post.closed_by = readable(reason), editor
    post.save(update_fields=["reason", "closed_by"])
    _answer_appeal(post)
    _tell_author(post)


@transaction.atomic
def hide_post(post: Post, editor: User, reason: str) -> None:
    """Hide a public post, log it, mail its author, end her trust. Refusal if not public, without reason, on a conflict.

    Raises Refusal without a reason, when the editor wrote it or belongs to the board's organization, and when the post
    is not public.
    """
    locked_thread(post.thread_id)
    # Read again under the lock: another editor may have decided meanwhile.
    post.refresh_from_db()
    _refuse_conflict(post, editor)
    reason = readable(reason)
    if not reason:
        raise Refusal(_("Write why, so that its author understands it."), code="reason_required")
    if not post.is_public:
        raise Refusal(_("This post is not public."), code="not_public")
    close_post(post, Post.State.HIDDEN)
    post.reason, post.closed_by = reason, editor
    post.save(update_fields=["reason", "closed_by"])
    if post.participant is not None:
        post.participant.trust_lost_at = timezone.now()
        post.participant.save(update_fields=["trust_lost_at"])
    # The log has the post's number and no name, for editors read it.
    log(instance=post, action="discussions.hide", user=editor, data={"post": post.pk, "reason": reason})
    _tell_author(post)


@transaction.atomic
def appeal_decision(post: Post, participant: Participant, text: str) -> None:
    """Store an author's appeal and put it before editors. Refusal for another's post, no text, or a second appeal.

    Raises Refusal for somebody else's post, without a text, a second time, and for a post in another state.
    """
    locked_thread(post.thread_id)
    post.refresh_from_db()
    if post.participant_id != participant.pk or post.state not in Post.State.closed_by_editors():
        raise Refusal(_("There is nothing to appeal against."), code="no_appeal")
    if post.appealed_at is not None:
        raise Refusal(_("You have appealed already: an editor answers you once more."), code="appealed")
    post.appeal = readable(text)
    if not post.appeal:
        raise Refusal(_("Write why the post should be shown."), code="appeal_required")
    post.appealed_at = timezone.now()
    post.save(update_fields=["appeal", "appealed_at"])
    put_before_editors(post)


@transaction.atomic
def block_participant(post: Post, editor: User, reason: str) -> None:
    """Block a post's author from writing and mails, log it. Refusal without a reason, on a conflict, or if unconfirmed.

    Raises Refusal without a reason, for an editor's own post, for a post that nobody has confirmed, and when its author
    has left.
    """
    _refuse_conflict(post, editor)
    _refuse_unconfirmed(post)
    reason = readable(reason)
    if not reason:
        raise Refusal(_("Write why, so that other editors understand it."), code="reason_required")
    if post.participant is None:
        raise Refusal(_("The author of this post does not take part any more."), code="author_gone")
    post.participant.state = Participant.State.BLOCKED
    post.participant.save(update_fields=["state"])
    log(instance=post, action="discussions.block", user=editor, data={"post": post.pk, "reason": reason})


@transaction.atomic
def unblock_participant(participant: Participant, editor: User) -> None:
    """Let a blocked participant write again, her posts waiting at first; log it. Refusal for non-editors and herself.

    Also for an editor who was blocked herself. One who is not blocked stays as she is.
    """
    if not is_editor(editor) or participant.user_id == editor.pk:
        raise Refusal(_("Only editors can decide."), code="editors_only")
    if participant.state != Participant.State.BLOCKED:
        return
    participant.state, participant.trust_lost_at = Participant.State.ACTIVE, timezone.now()
    participant.save(update_fields=["state", "trust_lost_at"])
    log(instance=participant, action="discussions.unblock", user=editor, data={"participant": participant.pk})


@transaction.atomic
def reveal_author(post: Post, administrator: User, reason: str) -> str:
    """Return and log the mail address of a post's author. Refusal for non-administrators, no reason, or unconfirmed.

    Raises Refusal for everybody else, without a reason, when its author has left, and when nobody has confirmed the
    post.
    """
    if not is_administrator(administrator):
        raise Refusal(_("Only administrators can see who wrote a post."), code="administrators_only")
    _refuse_unconfirmed(post)
    reason = readable(reason)
    if not reason:
        raise Refusal(_("Write why you need to know it."), code="reason_required")
    if post.participant is None:
        raise Refusal(_("The author of this post does not take part any more."), code="author_gone")
    # Before the address is returned: what is not logged is not shown.
    log(instance=post, action="discussions.reveal", user=administrator, data={"post": post.pk, "reason": reason})
    return post.participant.email


def _refuse_conflict(post: Post, editor: User) -> None:
    refuse_conflict(editor, post.thread.board.organization_id, wrote_it(post))


def _refuse_unconfirmed(post: Post) -> None:
    # Anybody may have typed the address: its owner must not be blocked or named for it.
    if post.state == Post.State.UNCONFIRMED:
        raise Refusal(_("It is not known who wrote this post: nobody has confirmed it yet."), code="unconfirmed")


def _answer_appeal(post: Post) -> None:
    if post.appealed_at is not None and post.appeal_answered_at is None:
        post.appeal_answered_at = timezone.now()
        post.save(update_fields=["appeal_answered_at"])


def _tell_author(post: Post) -> None:
    record(POST_DECIDED, f"thread:{post.thread_id}", PostPayload(post=post.pk))
