"""Personal data of discussions."""

from common.personal_data import (
    NotErased,
    Treatment,
    declare_mails,
    declare_model,
    declare_not_personal,
    declare_payload,
)
from discussions.outbox_events import (
    DELIVER,
    DIGESTS,
    JOIN_REQUESTED,
    MAIL_ANSWERED,
    MAIL_RECEIVED,
    POST_CLOSED,
    POST_DECIDED,
    POST_PUBLISHED,
    POST_URGENT,
)

PARTICIPANT = {
    "whose": "people who take part in discussions",
    "seen_by": "herself; the shown name by readers; who is behind a name by administrators alone",
    "kept": "until she leaves; 7 days where she never confirmed",
}
ROW, WITH_ROW, NAMED = Treatment.ROW, Treatment.WITH_ROW, Treatment.NAMED

declare_model(
    "discussions.Participant",
    **PARTICIPANT,
    why="who takes part, and where her mails go",
    fields={"user": ROW, "email": ROW, "name": WITH_ROW, "name_key": WITH_ROW, "key": ROW},
    shown=("email", "name", "language", "state", "created_at", "confirmed_at"),
)
declare_model(
    "discussions.BlockedAddress",
    whose="blocked participants who left",
    why="she does not come back unblocked",
    seen_by="nobody",
    kept="one year",
    fields={"address_hash": NotErased("a keyed hash, from which nobody reads the address; it goes after a year")},
)
declare_model(
    "discussions.DayCount",
    whose="participants who left",
    why="the limits of a day hold for whoever comes back",
    seen_by="nobody",
    kept="one day",
    fields={"address_hash": NotErased("a keyed hash, from which nobody reads the address; it goes after a day")},
)
declare_model(
    "discussions.Post",
    is_content=True,
    whose="who wrote a post, and whom it names",
    why="the discussion can be read",
    seen_by="whoever may read the board; one that waits or was hidden, its author and editors",
    kept="as long as the board; its author decides when she leaves",
    fields={
        "name": Treatment.EMPTY,
        "text": NAMED,
        "message_id": Treatment.EMPTY,
        "author_hash": Treatment.EMPTY,
        "reason": NAMED,
        "appeal": NAMED,
        "closed_by": Treatment.CUT,
    },
    paths=("participant__email",),
    shown=("thread__title", "name", "text", "state", "created_at"),
)
declare_model(
    "discussions.JoinRequest",
    whose="who asked to take part",
    why="she confirms that the address is hers",
    seen_by="nobody",
    kept="7 days",
    fields={"key": WITH_ROW},
    paths=("participant__email",),
    shown=("created_at", "used_at"),
)
declare_model(
    "discussions.Thread",
    is_content=True,
    whose="whom its title names",
    why="the discussion can be found",
    seen_by="whoever may read the board",
    kept="as long as the board",
    fields={"title": NAMED},
    shown=("title", "created_at"),
)
declare_model(
    "discussions.Draft",
    whose="who has begun to write",
    why="nothing that was typed is lost",
    seen_by="herself",
    kept="until it is sent; 90 days",
    fields={"title": WITH_ROW, "text": WITH_ROW},
    paths=("participant__email",),
    shown=("title", "text", "saved_at"),
)
declare_model(
    "discussions.IncomingMail",
    whose="who sent a mail to a board",
    why="a mail is read once, and what was cut can be put back",
    seen_by="nobody; what was cut, its author",
    kept="7 days",
    fields={"recipient": WITH_ROW, "raw": WITH_ROW, "cut": WITH_ROW},
    paths=("post__participant__email",),
    shown=("received_at", "state"),
)
declare_model(
    "discussions.AskedPost",
    whose="who seems to have sent a mail to a board",
    why="she is asked whether the mail is hers before anybody reads it",
    seen_by="herself",
    kept="until she decides; 7 days",
    fields={"title": WITH_ROW, "text": WITH_ROW, "message_id": WITH_ROW, "sender": WITH_ROW},
    paths=("participant__email",),
    shown=("title", "text", "sender", "created_at"),
)
declare_model(
    "discussions.Block",
    whose="who does not want to see the posts of somebody",
    why="these posts are folded for her, and not mailed to her",
    seen_by="herself",
    kept="until she takes it back, or one of the two leaves",
    fields={"name": WITH_ROW},
    paths=("participant__email",),
    shown=("name",),
)
declare_model(
    "discussions.SenderAddress",
    whose="people who write from more than one address",
    why="her mails are known as hers",
    seen_by="herself",
    kept="until she leaves",
    fields={"email": ROW},
    paths=("participant__email",),
    shown=("email", "confirmed_at"),
)
declare_not_personal(
    "discussions.Board",
    name_en="a board's name",
    name_km="a board's name",
    description_en="a sentence on a board",
    description_km="a sentence on a board",
    mail_name="the board's own address",
)
declare_payload(POST_PUBLISHED, "the id of a post")
declare_payload(POST_CLOSED, "the id of a post")
declare_payload(MAIL_RECEIVED, "the id of a mail that came in")
declare_payload(DELIVER, "the ids of a post and of rows of deliveries")
declare_payload(DIGESTS, "ids of subscriptions and of a row of deliveries")
declare_mails(
    "discussions/mail",
    {
        "post": "a public post under the name that is shown; links and an address that are hers alone",
        "digest": "public posts under the names that are shown; links and addresses that are hers alone",
        "mail_asked": "that a mail came in; a link that is hers alone",
        "mail_refused": "that a mail came in, and why it is not published",
        "mail_taken": "names of files that she sent; a link that is hers alone",
    },
)
declare_payload(POST_DECIDED, "the id of a post")
declare_payload(POST_URGENT, "the id of a post")
declare_payload(MAIL_ANSWERED, "ids; names of files that she sent, and her mail's id; emptied once the mail is sent")
declare_mails(
    "discussions/mail",
    {
        "decided": "the title of the discussion, what was decided on her post, and why",
        "help": "help services, and the province that she named",
    },
)
declare_payload(JOIN_REQUESTED, "the id of a request to take part")
declare_mails("discussions/mail", {"join": "the title of a post that was written with the address; opens her part"})
