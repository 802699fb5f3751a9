"""Headers of the mails of a board: who they are from, what they answer, how to leave (RFC 2369, 2919, 8058).

And the line with which a mail begins that can be answered.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from discussions.addresses import board_address, mail_domain, message_id
from discussions.mailing.links import absolute_link
from discussions.models import Board, Post
from mail.message import named_address

# Programs that write References themselves keep so many; longer headers are cut by some.
MOST_REFERENCES = 10
# Marks a name in From as one that the portal wrote, so that it is known again in the quotations of every language.
NAME_MARK = "· Neary"
# Begins the first line of a mail that can be answered; what stands under that line in an answer is ours.
MARK = "## Neary ·"
LOOP_HEADER = "X-Loop"


def sender_name(name: str) -> str:
    """Return the sender's name for From of a mail: the given name (of a post or board), then "· Neary"."""
    return f"{name} {NAME_MARK}"


def mark_line(language: str) -> str:
    """Return, in a language, the first line of a mail that can be answered: "write your answer above this line"."""
    with override(language):
        return f"{MARK} {_('write your answer above this line')} ##"


def answer_subject(title: str) -> str:
    """Return the subject of an answer in a thread with this title: the title after "Re: "."""
    return f"Re: {title}"


def board_headers(board: Board, language: str) -> dict[str, str]:
    """Return the headers that each mail of a board has, such as To, List-Id and X-Loop; no query."""
    address = board_address(board.mail_name)
    return {
        # Not the subscriber: mail programs quote this header, and forwarded mails would show her address.
        "To": named_address(board.name_in(language), address),
        # Without a name: what is not ASCII would have to be encoded, and programs filter by the letters as they are.
        "List-Id": f"<{board.mail_name}.{mail_domain()}>",
        "List-Post": f"<mailto:{address}>",
        "List-Archive": f"<{absolute_link('board', language, board.slug)}>",
        # RFC 3834, and what Exchange reads; not "All", which would keep bounces away.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        LOOP_HEADER: address,
    }


def leave_headers(leave: str) -> dict[str, str]:
    """Return the List-Unsubscribe headers by which a mail program unsubscribes with one POST (RFC 8058)."""
    return {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def thread_headers(post: Post) -> dict[str, str]:
    """Return Message-ID, In-Reply-To and References of a post's mails; at most one query.

    None for a first post. All are our own ids, also of posts that came by mail: the id that her mail program gave tells
    where she writes.
    """
    answered = [message_id(pk) for pk in _answered(post)]
    headers = {"Message-ID": message_id(post.pk)}
    if answered:
        headers |= {"In-Reply-To": answered[-1], "References": " ".join(answered)}
    return headers


def _answered(post: Post) -> list[int]:
    """Return the ids of the posts that a post answers: the thread's first, then the last ones before it in its line."""
    if post.number == 1:
        return []
    posts = list(
        Post.objects.filter(thread=post.thread_id, number__lt=post.number).values_list("pk", "parent", "number")
    )
    parents = {pk: parent for pk, parent, _number in posts}
    first = min(posts, key=lambda row: row[2])[0] if posts else None
    line: list[int] = []
    # A parent has a lower number, so the way up ends.
    above = post.parent_id
    while above in parents and above != first and above not in line:
        line.append(above)
        above = parents[above]
    ids = [first] if first else []
    # The first and the last ones: mail programs build the thread from these.
    return ids + line[::-1][-(MOST_REFERENCES - len(ids)) :]
