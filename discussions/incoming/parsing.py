"""Parse the bytes of a mail. No bytes raise an error, and time and memory are bounded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from discussions.incoming import headers as header
from discussions.incoming.charsets import decode
from discussions.incoming.html_text import LONGEST_HTML, MOST_LINES, html_to_text
from discussions.incoming.kinds import MailKind, kind_of
from discussions.incoming.line_breaks import unflowed, without_server_breaks
from discussions.incoming.parts import DEEPEST, LONGEST_TEXT_PART, MOST_PARTS, MailPart, child_parts, whole_mail
from discussions.incoming_limits import LONGEST_HEADERS, too_much

LONGEST_TEXT = 200_000
MOST_ATTACHMENTS = 20


class Doubt(StrEnum):
    """The codes of what was doubtful in a mail."""

    TOO_MUCH = "too_much"
    SENDER = "sender"
    MESSAGE_ID = "message_id"
    DATE = "date"
    CHARSET = "charset"
    CUT_OFF = "cut_off"


@dataclass(frozen=True)
class ParsedMail:
    """A mail as it was read.

    `sender` is in lower case, empty where it is not clear who sent it; `references` has the nearest first;
    `attachments` are names of files, which are not taken. A mail that passes a limit has its headers alone.
    """

    subject: str = ""
    sender: str = ""
    sender_name: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    date: dt.datetime | None = None
    kind: MailKind = MailKind.NORMAL
    is_permanent: bool = False
    text: str = ""
    attachments: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def parse_mail(raw: bytes) -> ParsedMail:
    """Return the bytes of a mail as ParsedMail; never raises; above a limit only its headers are read."""
    excess = too_much(raw)
    # Only the headers are read of a mail that passed a limit.
    mail = whole_mail(raw[: 2 * LONGEST_HEADERS] if excess else raw)
    kind, is_permanent = (MailKind.NORMAL, False) if excess else kind_of(mail)
    reader = BodyReader()
    if excess is None:
        reader.read(mail)
    text = reader.text()
    sender, name, is_clear = header.sender_of(mail.headers)
    message_id, date = header.message_id_of(mail.headers), header.date_of(mail.headers)
    doubts = {
        Doubt.TOO_MUCH: excess is not None,
        Doubt.SENDER: not is_clear,
        Doubt.MESSAGE_ID: not message_id,
        Doubt.DATE: date is None,
    }
    return ParsedMail(
        subject=header.subject_of(mail.headers),
        sender=sender,
        sender_name=name,
        message_id=message_id,
        references=header.references_of(mail.headers),
        date=date,
        kind=kind,
        is_permanent=is_permanent,
        text=text,
        attachments=tuple(reader.attachments),
        doubts=(*(doubt for doubt, is_so in doubts.items() if is_so), *reader.doubts()),
    )


class BodyReader:
    """Collects the text of a mail's parts, and the names of its files."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.attachments: list[str] = []
        self.is_charset_wrong = False
        self.is_cut_off = False
        self._parts = 0

    def text(self) -> str:
        """Return the text of all parts read so far, cut at 200,000 characters or MOST_LINES lines."""
        lines = "\n\n".join(text for text in self.texts if text).split("\n", MOST_LINES)
        if len(lines) > MOST_LINES:
            self.is_cut_off = True
        text = "\n".join(line.rstrip(" \t\xa0") for line in lines[:MOST_LINES]).strip("\n")
        self.is_cut_off |= len(text) > LONGEST_TEXT
        return text[:LONGEST_TEXT]

    def doubts(self) -> list[Doubt]:
        """Return the doubts about the parts read: a wrong charset, text cut off; call it after `text`."""
        found = {Doubt.CHARSET: self.is_charset_wrong, Doubt.CUT_OFF: self.is_cut_off}
        return [doubt for doubt, is_so in found.items() if is_so]

    def read(self, part: MailPart, depth: int = 0) -> None:
        """Collect the text and the names of attachments of a mail part and, up to a depth, of the parts in it."""
        self._parts += 1
        # Counted over all parts, and not for each level: a small mail can hold many.
        if self._parts > MOST_PARTS or depth > DEEPEST:
            self.is_cut_off = True
        elif part.kind.startswith("multipart/"):
            self._read_multipart(part, depth)
        elif part.is_attachment:
            if len(self.attachments) < MOST_ATTACHMENTS:
                self.attachments.append(part.file_name)
        else:
            self.texts.append(self.text_of(part))

    def _read_multipart(self, part: MailPart, depth: int) -> None:
        found = list(child_parts(part))
        if not found:
            # A boundary that is named and not there, or not named: read as it stands.
            self.texts.append(self.text_of(part))
        elif part.kind == "multipart/alternative":
            self._read_alternative(found, depth)
        elif part.kind == "multipart/report":
            # The first part is written for people; the others are for programs or bring our own mail back.
            self.read(found[0], depth + 1)
        else:
            for child in found:
                self.read(child, depth + 1)

    def _read_alternative(self, found: list[MailPart], depth: int) -> None:
        """Read the plain text of a part that has several forms; the HTML only where there is no plain text."""
        # Plain text first; of the others the last one, which by RFC 2046 is the best.
        for child in [*(one for one in found if one.kind == "text/plain"), *reversed(found)]:
            read = BodyReader()
            read._parts = self._parts
            read.read(child, depth + 1)
            self._parts = read._parts
            self.is_charset_wrong |= read.is_charset_wrong
            if any(text.strip() for text in read.texts):
                self.texts += read.texts
                # Files in the chosen form alone: the other forms have the same ones.
                self.attachments += read.attachments[: MOST_ATTACHMENTS - len(self.attachments)]
                return

    def text_of(self, part: MailPart) -> str:
        """Return the decoded text of a mail part that is plain text or HTML; notes a wrong charset or a cut."""
        is_html = part.kind == "text/html"
        data = without_server_breaks(part.content())
        self.is_cut_off |= len(data) >= LONGEST_TEXT_PART
        text, is_wrong = decode(data, part.parameter("charset"))
        self.is_charset_wrong |= is_wrong
        if is_html:
            self.is_cut_off |= len(text) > LONGEST_HTML
            return html_to_text(text).strip("\n")
        text = "\n".join(text.split("\n", MOST_LINES)[: MOST_LINES + 1])
        if part.parameter("format").lower() == "flowed":
            text = unflowed(text, deletes_space=part.parameter("delsp").lower() == "yes")
        return text.strip("\n")
