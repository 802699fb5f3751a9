"""Personal data of the outbox."""

from common.data_protection import Erasure, declare_model, declare_not_personal, declare_payload
from outbox.outbox_events import TASK_RUN

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
        "stream": Erasure.ROW,
        "key": Erasure.ROW,
        "payload": Erasure.NAMED,
        "error": Erasure.NAMED,
    },
)
declare_model(
    "outbox.Stream",
    **ADDRESSEE,
    kept="as long as its last event",
    fields={"key": Erasure.ROW},
)
declare_not_personal("outbox.Effect", handler="the name of a function")
declare_payload(TASK_RUN, "ids of what Wagtail indexes")
