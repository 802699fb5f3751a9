"""Read an mbox file of a mailing list into plain records, without an address in them."""

from __future__ import annotations

import datetime as dt
import hashlib
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone
from django.utils.crypto import salted_hmac

from common.typed_text.characters import lines, readable
from common.typed_text.lengths import length
from discussions.archive.exporting import EXPORTED
from discussions.incoming.kinds import MailKind
from discussions.incoming.parsing import ParsedMail, parse_mail
from discussions.incoming.parts import whole_mail
from discussions.incoming.trimming.sent_mail import NOTHING_SENT, SentMail
from discussions.incoming.trimming.trim import trim_quote
from discussions.models.participants import LONGEST_NAME
from discussions.models.posts import LONGEST_POST
from discussions.models.threads import LONGEST_TITLE
from moderation.checks.personal_data import EMAIL

SALT = "discussions.archive"
# mboxrd puts one `>` before each line that begins with `From `, however many it has already.
ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
# Older lists sent every post as bulk mail.
LIST_HEADERS = re.compile(
    rb"^(?:(?:List-Id|X-Loop):[^\n]*|Precedence:[ \t]{0,9}(?:bulk|list)[ \t\r]{0,9})\n(?:[ \t][^\n]*\n)*",
    re.MULTILINE | re.IGNORECASE,
)
# "Re:" in any number, also as other languages write it, and the list's own mark "[gender]".
ANSWER_MARKS = re.compile(
    r"^(?:\s{0,8}(?:re|aw|antw|sv|fw|fwd|តប)(?:\[\d{1,3}\])?\s{0,4}:|\s{0,8}\[[^\]]{1,40}\])+", re.IGNORECASE
)
# Archives write "name at example.org" to keep addresses from programs; "look at www.example.org" is none.
HIDDEN_ADDRESS = re.compile(r"\b[\w.+-]{1,64}\s{1,3}at\s{1,3}(?!www\.)[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,6}+(?!/)")
REMOVED = "[…]"


@dataclass
class ArchivedMail:
    """A mail of an archive: what is shown of it, and what ties it to others.

    `place` is its place in the file, from 1. `author_hash` is a keyed hash of the sender's address, so that she can be
    recognised if she confirms it later; the address itself is not kept. `parsed` is the whole mail, which is never
    stored: answers quote it. With `is_export` it is a post that a portal exported, and its text is taken as it is.
    """

    place: int
    message_id: str
    title: str
    name: str
    author_hash: str
    text: str
    sent_at: dt.datetime
    is_answer: bool
    is_export: bool
    was_shortened: bool
    parsed: ParsedMail = field(repr=False)

    @property
    def references(self) -> tuple[str, ...]:
        """Return the Message-IDs of the mails that this mail answers, the nearest first."""
        return self.parsed.references

    @property
    def original(self) -> str:
        """Return the mail's whole text as it was read, before quotations were cut."""
        return self.parsed.text

    @property
    def doubts(self) -> list[str]:
        """Return codes of what was doubtful in reading this mail ("charset", "date" ...), and that its text was cut."""
        return [*(doubt.value for doubt in self.parsed.doubts), *(["its text was cut"] if self.was_shortened else [])]

    def cut_quotation(self, quoted: str) -> None:
        """Cut from this mail's text what it quotes of `quoted`; an exported post is left as it is."""
        if not self.is_export:
            self.text, self.was_shortened = shown_text(self.parsed, quoted)


@dataclass(frozen=True)
class LeftOut:
    """A mail that is not imported: its place in the file, from 1, and the reason."""

    place: int
    reason: str


def read_archive(file: Path) -> Iterator[ArchivedMail | LeftOut]:
    """Yield each mail of an mbox file, or a LeftOut with the reason. Raises OSError if it cannot be read.

    Left out is a mail that has no text or was written by a program.
    """
    # For the error: mailbox's own is no OSError.
    file.open("rb").close()
    box = mailbox.mbox(file, create=False)
    try:
        for place, key in enumerate(box.iterkeys(), start=1):
            yield read_one(ESCAPED_FROM.sub(rb"\1", box.get_bytes(key)), place)
    finally:
        box.close()


def read_one(raw: bytes, place: int) -> ArchivedMail | LeftOut:
    """Return one archived mail's bytes as ArchivedMail, or LeftOut if by a program or without text; never raises."""
    # Headers end at the first empty line; only they are searched for what a list adds.
    head, end, body = raw.partition(b"\n\n")
    # A mail of a list that became an archive names that list: here it is no loop.
    parsed = parse_mail(LIST_HEADERS.sub(b"", head + b"\n") + end[1:] + body)
    if parsed.kind in (MailKind.AUTO_REPLY, MailKind.BOUNCE):
        return LeftOut(place, "written by a program")
    exported = exported_text(raw)
    text, was_shortened = shown_text(parsed) if exported is None else shortened(exported)
    if not text:
        return LeftOut(place, "without a text")
    is_opening = exported is not None and not parsed.references
    # An export's opening mail has the title as it was, which may itself begin with "Re:".
    title = shown(parsed.subject if is_opening else ANSWER_MARKS.sub("", parsed.subject))
    return ArchivedMail(
        place=place,
        message_id=parsed.message_id or made_id(parsed),
        title=title[:LONGEST_TITLE] or "…",
        name=shown_name(parsed),
        author_hash=author_hash(parsed.sender),
        text=text,
        sent_at=sent_at(parsed),
        is_answer=bool(parsed.references) or (exported is None and bool(ANSWER_MARKS.match(parsed.subject))),
        is_export=exported is not None,
        was_shortened=was_shortened,
        parsed=parsed,
    )


def exported_text(raw: bytes) -> str | None:
    """Return the text of a mail that a portal's export made from a post; None for every other mail."""
    mail = whole_mail(raw)
    if mail.headers.get(EXPORTED) is None or mail.kind != "text/plain":
        return None
    return lines(mail.content().decode("utf-8", "replace"))


def shown_text(parsed: ParsedMail, quoted: str = "") -> tuple[str, bool]:
    """Return a mail's text without signature, quotation of `quoted` and addresses; and whether it was cut as too long.

    In an archive nobody can put back what was cut: a last line is never taken for that of a program. Of a mail that
    holds nothing but a signature or a quotation, that is kept.
    """
    sent = SentMail(text=quoted) if quoted else NOTHING_SENT
    kept = trim_quote(parsed, sent, is_final=True).kept
    return shortened(readable(kept) or parsed.text)


def shortened(text: str) -> tuple[str, bool]:
    """Return a text without mail addresses, cut if too long for a post, and whether it was cut."""
    text = shown(text)
    return (text[: LONGEST_POST // 2], True) if length(text) > LONGEST_POST else (text, False)


def shown(text: str) -> str:
    """Return a readable text with mail addresses replaced by "[…]"; empty when a reader would see nothing."""
    return without_addresses(readable(text))


def shown_name(parsed: ParsedMail) -> str:
    """Return the sender's name of a mail for display; "" when the name holds a mail address."""
    name = " ".join(readable(parsed.sender_name).split())
    return "" if "@" in name or HIDDEN_ADDRESS.search(name) else name[:LONGEST_NAME]


def without_addresses(text: str) -> str:
    """Return a text in which mail addresses, also those written as "name at domain", are replaced by "[…]"."""
    return HIDDEN_ADDRESS.sub(REMOVED, EMAIL.sub(REMOVED, text))


def author_hash(sender: str) -> str:
    """Return a keyed hash of a sender's mail address, 64 hexadecimal digits; "" without an address."""
    return salted_hmac(SALT, sender, algorithm="sha256").hexdigest() if sender else ""


def made_id(parsed: ParsedMail) -> str:
    """Return a made-up Message-ID for a mail that has none, derived from its content, the same each time."""
    # "\0" stands between the parts, so that no two different mails give one text.
    said = "\0".join((parsed.sender, parsed.subject, str(parsed.date), parsed.text))
    return f"<{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:40]}@archive>"


def sent_at(parsed: ParsedMail) -> dt.datetime:
    """Return the time at which a mail was sent; the present time for a mail without a date or from the future."""
    now = timezone.now()
    if parsed.date is None:
        return now
    aware = parsed.date if timezone.is_aware(parsed.date) else parsed.date.replace(tzinfo=dt.UTC)
    # A date ahead would stand above all new posts for ever.
    return min(aware, now)
