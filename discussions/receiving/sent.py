"""The mail that an answer quotes, made again from what it answers: so its lines are known, in every language."""

from __future__ import annotations

from django.db.models import QuerySet

from discussions.addresses import AddressKind, SignedAddress, board_address, read_address, read_board_name
from discussions.incoming.html_text import html_to_text
from discussions.incoming.trimming.sent_mail import SentMail
from discussions.mailing.headers import MARK, sender_name
from discussions.mailing.links import subscription_token
from discussions.mailing.post_mail import PostMails
from discussions.models import Board, Post, Subscription
from discussions.receiving.origin import answered_post, participant_with

# A digest has several posts of a thread, and a mail program quotes what the quoted mail quoted.
QUOTED_POSTS = 10


def sent_mail_of(recipient: str, references: tuple[str, ...], sender: str) -> SentMail | None:
    """Return the mail that we sent and that an incoming mail answers, made again; None if no post is known.

    Made again from the post and, where known, the sender's subscription.
    """
    signed = read_address(recipient)
    if signed is not None:
        subscription = _subscriptions().filter(pk=signed.subscription).first()
        post = Post.objects.select_related("thread__board__organization").filter(pk=signed.post).first()
    else:
        board = Board.objects.filter(mail_name=read_board_name(recipient) or "").first()
        post = answered_post(board, references) if board else None
        participant = participant_with(sender) if post else None
        subscription = _subscriptions().filter(board=board, participant=participant).first() if participant else None
    return _sent(post, subscription) if post else None


def _sent(post: Post, subscription: Subscription | None) -> SentMail:
    board = post.thread.board
    earlier = _earlier(post)
    texts, subject = [each.text for each in earlier], post.thread.title
    tokens: list[str] = []
    if subscription is not None and subscription.board_id == board.pk:
        # Made again with the same code: what the answer quotes is what this gives.
        mail = PostMails(post).to(subscription)
        # The HTML too: programs quote one or the other.
        texts = [mail.text, html_to_text(mail.html or ""), *texts]
        tokens, subject = [subscription_token(subscription), *_address_tokens(post, subscription)], mail.subject
    return SentMail(
        text="\n".join(texts),
        names=tuple(dict.fromkeys(sender_name(each.name) for each in earlier)),
        addresses=(board_address(board.mail_name),),
        tokens=tuple(tokens),
        mark=MARK,
        subject=subject,
    )


def _earlier(post: Post) -> list[Post]:
    """Return a post and those before it in its thread that others may have got, the newest first."""
    before = Post.objects.public().filter(thread=post.thread_id, number__lt=post.number)
    return [post, *before.order_by("-number")[:QUOTED_POSTS]]


def _address_tokens(post: Post, subscription: Subscription) -> list[str]:
    return [SignedAddress(kind, post.pk, subscription.pk).token for kind in (AddressKind.REPLY, AddressKind.BOUNCE)]


def _subscriptions() -> QuerySet[Subscription]:
    return Subscription.objects.select_related("participant", "board")
