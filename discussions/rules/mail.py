"""The subscribers who get mails of a board now, and those who get a post: asked again at the moment of sending."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from discussions.models import Block, Board, Invitee, MutedThread, Participant, Post, Subscription
from orgs.models import Membership, Organization


def receiving_subscriptions(board: int) -> QuerySet[Subscription]:
    """Return a board's subscriptions, by id, that may get its mails now: active participants who may read it.

    Nobody gets mails whose address came back too often, or whom an editor blocked.
    """
    found = Subscription.objects.filter(board=board, participant__state=Participant.State.ACTIVE)
    found = found.filter(board__is_hidden=False, board__organization__is_hidden=False)
    return found.exclude(rhythm=Subscription.Rhythm.NONE).filter(_may_read())


def _may_read() -> Q:
    """Return the condition on a subscription that its participant may read its board, which is not hidden."""
    active, readers = Organization.Status.ACTIVE, Board.Readers
    # An account that was deactivated is no member.
    member = Membership.objects.filter(
        user=OuterRef("participant__user"), user__is_active=True, organization__status=active, translates_into=""
    )
    invitee = Invitee.objects.filter(board=OuterRef("board"), participant=OuterRef("participant"))
    is_public = Q(board__organization__status=active) | Q(board__organization__stays_public=True)
    return (
        Q(board__who_reads=readers.EVERYBODY) & is_public
        | Q(board__who_reads=readers.MEMBERS) & Exists(member)
        | Q(board__who_reads=readers.INVITED) & Exists(invitee)
    )


def wanting_subscriptions(post: Post) -> QuerySet[Subscription]:
    """Return the subscriptions that may get this published post by mail now, whatever their rhythm.

    Reads its thread. Not her own posts, not muted threads, and nothing between two of whom one does not want to see the
    other. An imported post goes to nobody: it is no news.
    """
    # The post's state is part of the query: it may have been hidden since the post was read.
    is_news = Exists(Post.objects.public().filter(pk=post.pk).exclude(origin=Post.Origin.IMPORT))
    reader = OuterRef("participant")
    muted = Exists(MutedThread.objects.filter(thread=post.thread_id, participant=reader))
    found = receiving_subscriptions(post.thread.board_id).filter(is_news, ~muted)
    if post.participant_id is None:
        return found
    between = _blocks_between(reader, post.participant_id, post.name)
    return found.exclude(participant=post.participant_id).filter(~between)


def wanted_posts(subscription: Subscription) -> QuerySet[Post]:
    """Return a board's posts to mail a subscriber, mailed or not; not own, muted, blocked. Her right is not checked.

    The same rules as `wanting_subscriptions`, seen from her side; no imported posts.
    """
    reader = subscription.participant_id
    found = Post.objects.public().filter(thread__board=subscription.board_id).exclude(origin=Post.Origin.IMPORT)
    muted = MutedThread.objects.filter(thread=OuterRef("thread"), participant=reader)
    between = _blocks_between(reader, OuterRef("participant"), OuterRef("name"))
    return found.exclude(participant=reader).filter(~Exists(muted), ~between)


def _blocks_between(reader: Any, author: Any, name: Any) -> Exists:
    """Return the condition that reader or author blocked the other, for a post under a name.

    A mail that is missing tells its reader something: it must not tell who is behind a pseudonym. So an author's own
    block counts for posts under her usual name alone.
    """
    hers = Q(participant=reader, blocked=author, name=name)
    return Exists(Block.objects.filter(hers | Q(participant=author, blocked=reader, participant__name=name)))
