"""Personal data of followers, and of the mails to them."""

from common.personal_data import Treatment, declare_mails, declare_model, declare_payload
from feed.outbox_events import FEED_CONFIRMATION

FOLLOWER = {
    "whose": "followers by mail",
    "seen_by": "the follower, by the link in the mails",
    "kept": "until the person leaves; 7 days without confirmation",
}

declare_model(
    "feed.Follower",
    **FOLLOWER,
    why="sending the digests",
    fields={"email": Treatment.ROW, "key": Treatment.ROW},
    shown=("email", "language", "rhythm"),
)
declare_model(
    "feed.Follow",
    **FOLLOWER,
    why="the things that are followed",
    fields={"query": Treatment.WITH_ROW},
    paths=("follower__email",),
    shown=("organization__name_en", "topic__name_en", "query", "is_everything", "requested_at", "confirmed_at"),
)
declare_model(
    "feed.Digest",
    **FOLLOWER,
    why="no digest is sent twice",
    fields={"follower": Treatment.WITH_ROW},
    paths=("follower__email",),
    shown=("period_start",),
)
declare_payload(FEED_CONFIRMATION, "the id of what is followed; emptied once the mail is sent")
declare_mails(
    "feed/mail",
    {
        "asked": "what was asked for; links that are hers alone",
        "digest": "what organizations published",
    },
)
