"""The personal data of requests for archives, and of the mail about them."""

from common.personal_data import Treatment, declare_mails, declare_model, declare_payload
from takeout.outbox_events import TAKEOUT_ASKED

declare_model(
    "takeout.TakeoutRequest",
    whose="managers who asked for an archive of their organization",
    why="nobody else may have the file",
    seen_by="the manager herself",
    kept="30 days; the file 48 hours",
    fields={"asked_by": Treatment.CUT},
    not_personal={"file": "the organization's pages and files, without members"},
    shown=("organization__name_en", "asked_at", "ready_at"),
)
declare_payload(TAKEOUT_ASKED, "the id of a request, which names nobody")
declare_mails("takeout/mail", {"ready": "the name of her organization"})
