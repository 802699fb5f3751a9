"""The content of a mail that came in, as far as anything is decided by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser

from discussions.incoming_limits import END_OF_HEADERS
from discussions.models.posts import LONGEST_MESSAGE_ID

NORMAL, BOUNCE = "normal", "bounce"
MESSAGE_ID = re.compile(rf"<[^<>\s]{{1,{LONGEST_MESSAGE_ID - 2}}}>")
LONGEST_CUT = 200_000


@dataclass(frozen=True)
class MailContent:
    """The content of a mail: its one sender in lower case ("" where that is not clear), kind, subject, text and rest.

    `cut` is what was taken from the text as a quotation or signature; `is_doubtful`: more may have been cut than ought
    to be. `is_proven`: our own mail server found that the sender's domain sent it. `attachments` are names of files.
    `is_permanent`: a bounce after which the mail server does not try again.
    """

    sender: str = ""
    kind: str = NORMAL
    subject: str = ""
    text: str = ""
    cut: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    is_doubtful: bool = False
    is_proven: bool = False
    is_permanent: bool = False

    @property
    def is_bounce(self) -> bool:
        """Return whether this mail is a mail server's report that a mail of ours could not be delivered."""
        return self.kind == BOUNCE


def header_values(raw: bytes, name: str) -> list[str]:
    """Return all values of a header, by name, from the bytes of a mail, each in one line."""
    end = END_OF_HEADERS.search(raw)
    # Cut off at the end of the headers: the parser would otherwise read the whole mail.
    parsed: Message = BytesHeaderParser().parsebytes(raw[: end.start()] if end else raw)
    return [" ".join(str(value).split()) for value in parsed.get_all(name, [])]
