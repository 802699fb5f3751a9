"""The personal data of mails: on their way, in the rows of the outbox, and as files."""

from common.personal_data import Treatment, declare_model, declare_not_personal, declare_payload, declare_store
from mail.outbox_events import MAIL_SEND
from outbox.outbox_events import TASK_RUN

declare_payload(MAIL_SEND, "the address of a reader, and what the mail says; emptied once the mail is sent")
declare_store(
    "mails kept as files under NEARY_DATA/mail",
    whose="whoever got a mail, and whom it names",
    why="reading what the portal sends, where there is no mail server (`make run`)",
    seen_by="administrators",
    kept="30 days",
    erasure="each mail to the person, and each that names her, is deleted",
)

ADDRESSEE = {
    "whose": "whoever gets a mail, and whom the mail names",
    "why": "sending each mail once and in order",
    "seen_by": "administrators, of those that were given up",
}

declare_model(
    "outbox.Event",
    **ADDRESSEE,
    kept="the words of a mail until it is sent, the address 7 days longer; of what was given up, 30 days",
    fields={
        "stream": Treatment.ROW,
        "key": Treatment.ROW,
        "payload": Treatment.NAMED,
        "error": Treatment.NAMED,
    },
)
declare_model(
    "outbox.Stream",
    **ADDRESSEE,
    kept="as long as its last event",
    fields={"key": Treatment.ROW},
)
declare_not_personal("outbox.Effect", handler="the name of a function")
declare_payload(TASK_RUN, "ids of what Wagtail indexes")
