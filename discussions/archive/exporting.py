"""Export a board's public posts as mboxrd, without anybody's address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from discussions.addresses import board_address, mail_domain, message_id
from discussions.models import Board, Post

# Each line that begins with `From `, after any number of `>`, gets one `>` more (mboxrd).
FROM_LINE = re.compile(rb"^(>*From )", re.MULTILINE)
# A domain that never exists (RFC 2606), where the portal has no mail.
NO_DOMAIN = "discussions.invalid"
# An import takes the text of such a mail as it is: it is a post already, without quotations and signatures to cut.
EXPORTED = "X-Discussions-Export"
POLICY = SMTP.clone(linesep="\n")


def export_board(board: Board) -> Iterator[bytes]:
    """Yield each public post of a board as one mail of an mbox file, as bytes, without authors' addresses."""
    posts = Post.objects.public().filter(thread__board=board).select_related("thread", "parent")
    first: Post | None = None
    # In parts, so that a board of any size needs the memory of 500 posts only.
    for post in posts.order_by("thread__number", "number").iterator(chunk_size=500):
        if first is None or first.thread_id != post.thread_id:
            first = post
        yield as_mail(board, post, first)


def as_mail(board: Board, post: Post, first: Post) -> bytes:
    """Return a post as the bytes of one mail of an mbox file, without its author's address; `first` opens the thread.

    The line that separates mails stands before it, and an empty line behind it. From has the name that is shown and the
    board's address. `first` is the first public post of its thread: every later one refers to it, so that they stay
    together.
    """
    mail = EmailMessage(policy=POLICY)
    domain = mail_domain() or NO_DOMAIN
    address = board_address(board.mail_name) if mail_domain() else f"{board.mail_name}@{NO_DOMAIN}"
    mail["From"] = Address(display_name=post.name or "…", addr_spec=address)
    mail["Date"] = format_datetime(post.created_at)
    # Only the opening mail has the bare title: an import takes every "Re:" for an answer.
    mail["Subject"] = post.thread.title if post == first else f"Re: {post.thread.title}"
    mail["Message-ID"] = _id(post, domain)
    mail[EXPORTED] = "1"
    if post != first:
        # A hidden parent is not in the file: the answer then follows the opening post.
        parent = post.parent if post.parent is not None and post.parent.is_public else first
        mail["In-Reply-To"] = _id(parent, domain)
        mail["References"] = " ".join(dict.fromkeys([_id(first, domain), _id(parent, domain)]))
    # base64, because mail servers break long lines and change those that begin with a point.
    mail.set_content(post.text, cte="base64")
    written = FROM_LINE.sub(rb">\1", mail.as_bytes())
    return f"From {address} {post.created_at:%a %b %d %H:%M:%S %Y}\n".encode() + written + b"\n"


def _id(post: Post, domain: str) -> str:
    return message_id(post.pk) if mail_domain() else f"<post.{post.pk}@{domain}>"
