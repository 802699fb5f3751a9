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


POST_PUBLISHED = declare(
    "discussions.post_published", PostPayload, unhandled_because="Mails and the catalog's row are to follow it."
)
# The post was hidden by an editor or withdrawn by its author: nobody may read it any more.
POST_CLOSED = declare(
    "discussions.post_closed", PostPayload, unhandled_because="What closes is done in the transaction that closes."
)
# A mail was stored, and is to be read.
MAIL_RECEIVED = declare(
    "discussions.mail_received", IncomingMailPayload, unhandled_because="The job that reads mails is to follow."
)
