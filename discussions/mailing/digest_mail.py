"""The mail of a digest: the texts of the posts by thread, with an address to answer each thread."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import override

from discussions.addresses import board_address, bounce_address, digest_message_id, reply_address
from discussions.mailing.digests import DigestNews, ThreadNews
from discussions.mailing.headers import answer_subject, board_headers, leave_headers, mark_line, sender_name
from discussions.mailing.links import absolute_link, choice_link, leave_link, subscription_token
from discussions.mailing.plain_text import as_mail_html
from discussions.mailing.writers import colour_of, writer_of
from discussions.models import Post, Subscription
from khmer.typography import excerpt
from mail.composer import compose, site_address
from mail.message import OutgoingMail, named_address

TEMPLATE = "discussions/mail/digest"
# A longer post is cut in a digest, and read whole on its page.
LONGEST_TEXT = 2000


def digest_mail(subscription: Subscription, news: DigestNews, day: dt.date) -> OutgoingMail:
    """Return the composed digest mail of a subscription for a day, in the subscriber's language, from its news."""
    language, board = subscription.participant.language, subscription.board
    # The token once: the same in both links (see subscription_token).
    leave = leave_link(token := subscription_token(subscription), language)
    with override(language):
        threads = [_thread(each, subscription) for each in news.threads]
        context = {"rhythm": str(subscription.get_rhythm_display()), "day": day, "threads": threads}
    # An answer to the mail itself can mean one thread alone.
    is_answerable = len(threads) == 1
    context |= {
        "mark": mark_line(language) if is_answerable else "",
        "board": board,
        "count": news.count,
        "more": news.more,
    }
    context |= {"manage": choice_link(token, language), "leave": leave}
    context |= {"more_url": absolute_link("board", language, board.slug)}
    composed = compose(TEMPLATE, language, context)
    headers = {
        "From": named_address(sender_name(board.name_in(language)), board_address(board.mail_name)),
        "Message-ID": digest_message_id(subscription.pk, day),
        **board_headers(board, language),
        **leave_headers(leave),
    }
    if is_answerable:
        # Reply-To to one thread; without it an answer goes to the board, where it is refused with a reason.
        headers["Reply-To"] = threads[0]["reply"]
    to, sender = subscription.participant.email, bounce_address(0, subscription.pk)
    return OutgoingMail(to, composed.subject, composed.text, composed.html, language, sender, headers)


def _thread(news: ThreadNews, subscription: Subscription) -> dict[str, Any]:
    """Return a thread for the templates; an answer goes to the newest of its posts. In the active language."""
    newest = news.posts[-1]
    return {
        "thread": news.thread,
        "posts": [_post(post, subscription.participant.language) for post in news.posts],
        "count": len(news.posts),
        "url": site_address() + news.posts[0].url,
        "reply": reply_address(newest.pk, subscription.pk),
        "answer": answer_subject(news.thread.title),
    }


def _post(post: Post, language: str) -> dict[str, Any]:
    text = shortened(post.text)
    return {
        "post": post,
        "text": text,
        "words": as_mail_html(text),
        "colour": colour_of(post),
        "writer": writer_of(post, language),
        "is_cut": text != post.text,
        "url": site_address() + post.url,
    }


def shortened(text: str) -> str:
    """Return a post's text whole up to 2000 characters; else its beginning with "…"."""
    if len(text) <= LONGEST_TEXT:
        return text
    kept: list[str] = []
    left = LONGEST_TEXT
    for line in text.split("\n"):
        if len(line) > left:
            # A Khmer cluster counts as one letter there: the line may be whole, and still there is more.
            return "\n".join([*kept, excerpt(line, left)]).rstrip("…\n") + "…"
        kept.append(line)
        # The line feed.
        left -= len(line) + 1
    return text
