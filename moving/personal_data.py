"""Personal data of old sites that moved in: who brought and who decided, and what old texts say of people."""

from common.personal_data import Treatment, declare_model, declare_not_personal, declare_payload
from moving.outbox_events import MOVE_IN_WORK

declare_model(
    "moving.MoveIn",
    whose="who brought an old site, and the editor who decided about it",
    why="nobody decides about what she brought herself",
    seen_by="editors",
    kept="as long as the organization",
    fields={"brought_by": Treatment.CUT, "decided_by": Treatment.CUT},
    not_personal={
        "file_name": "the name of a file",
        "file_hash": "a hash",
        "people": "the answer about pictures, which names nobody",
        "report": "numbers, and names of topics and entries",
    },
    shown=("organization__name_en", "brought_at"),
)
declare_not_personal(
    "moving.MovedItem",
    key="a hash",
    address="the address of an article on an old site",
    content_hash="a hash",
    reason="why a page stays a draft",
    notes="numbers",
)
declare_not_personal("moving.MovedFile", key="a hash")
declare_payload(MOVE_IN_WORK, "the id of a batch")
