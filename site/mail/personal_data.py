"""Personal data of mails on their way, and of those that are kept as files."""

from common.data_protection import declare_payload, declare_store
from mail.outbox_events import MAIL_SEND

declare_payload(MAIL_SEND, "the address of a reader, and what the mail says; emptied once the mail is sent")
declare_store(
    "mails kept as files under NEARY_DATA/mail",
    whose="whoever got a mail, and whom it names",
    why="reading what the portal sends, where there is no mail server (`make run`)",
    seen_by="administrators",
    kept="30 days",
    erasure="each mail to the person, and each that names her, is deleted",
)
