"""The kinds of events of discussions; they hold ids, so neither an address nor a text is in the outbox."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class PostPayload(TypedDict):
    """The id of a post."""

    post: int


class IncomingMailPayload(TypedDict):
    """The id of a mail that came in."""

    mail: int


class ThreadPayload(TypedDict):
    """The id of a thread."""

    thread: int


class BoardPayload(TypedDict):
    """The id of a board, and of the thread after which its rows are to be written again."""

    board: int
    after: int


class DeliverPayload(TypedDict):
    """A post, and the first and last of the rows of deliveries that a batch is about."""

    post: int
    first: int
    last: int


class DigestsPayload(TypedDict):
    """The subscriptions that get a digest, the last row of deliveries that it covers, and its day in Cambodia."""

    subscriptions: list[int]
    until: int
    day: str


class JoinPayload(TypedDict):
    """The id of a request to take part."""

    request: int


class MailAnswerPayload(TypedDict):
    """A mail that tells a participant what became of one of hers: its template, and what it says, by ids and codes.

    `asked`, `mail` and `board` are ids, 0 where the template needs none; `code` is that of a refusal.
    `message_id` and the names of `files` are those of her mail, so the payload is emptied once the mail is sent.
    """

    template: str
    participant: int
    board: int
    code: str
    asked: int
    mail: int
    files: list[str]
    message_id: str


POST_PUBLISHED = declare("discussions.post_published", PostPayload)
DELIVER = declare("discussions.deliver", DeliverPayload)
DIGESTS = declare("discussions.digests", DigestsPayload)
# An editor decided on a post that waited, hid one, or answered an appeal: its author is told.
POST_DECIDED = declare("discussions.post_decided", PostPayload)
# A mail told of danger: its author is mailed whom to call.
POST_URGENT = declare("discussions.post_urgent", PostPayload)
# The post was hidden by an editor or withdrawn by its author: nobody may read it any more.
POST_CLOSED = declare("discussions.post_closed", PostPayload)
# The row of a thread is to be written again, once for all posts that were published meanwhile.
THREAD_CHANGED = declare("discussions.thread_changed", ThreadPayload)
# A board was named or opened otherwise than before.
BOARD_CHANGED = declare("discussions.board_changed", BoardPayload)
# A mail was stored, and is to be read.
MAIL_RECEIVED = declare("discussions.mail_received", IncomingMailPayload)
# Somebody asked to take part: link and digits go to the address that was typed.
JOIN_REQUESTED = declare("discussions.join_requested", JoinPayload)
# A participant is told what became of a mail of hers.
MAIL_ANSWERED = declare("discussions.mail_answered", MailAnswerPayload)
