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

from common.typed_text.characters import readable
from common.typed_text.lengths import length
from discussions.incoming.kinds import MailKind
from discussions.incoming.parsing import ParsedMail, parse_mail
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

    `author_hash` is a keyed hash of the sender's address, so that she can be recognised if she confirms it later; the
    address itself is not kept. `doubts` says in words what an administrator should look at.
    """

    message_id: str
    references: tuple[str, ...]
    title: str
    name: str
    author_hash: str
    text: str
    sent_at: dt.datetime
    is_answer: bool
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class LeftOut:
    """A mail that is not imported: its place in the file, from 1, and the reason."""

    place: int
    reason: str


def read_archive(file: Path) -> Iterator[ArchivedMail | LeftOut]:
    """Yield the mails of an mbox file in their order; one that has no text or was written by a program is left out.

    Raises OSError for a file that cannot be read.
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
    """Return one mail of an archive; any bytes give a result."""
    head, end, body = raw.partition(b"\n\n")
    # A mail of a list that became an archive names that list: here it is no loop.
    parsed = parse_mail(LIST_HEADERS.sub(b"", head + b"\n") + end[1:] + body)
    if parsed.kind in (MailKind.AUTO_REPLY, MailKind.BOUNCE):
        return LeftOut(place, "written by a program")
    # What nothing but a signature holds is kept as it is.
    text = without_addresses(readable(trim_quote(parsed, None).kept or parsed.text))
    if not text:
        return LeftOut(place, "without a text")
    doubts = [doubt.value for doubt in parsed.doubts]
    if length(text) > LONGEST_POST:
        text = text[: LONGEST_POST // 2]
        doubts.append("its text was cut")
    title = subject_of(parsed)
    return ArchivedMail(
        message_id=parsed.message_id or made_id(parsed),
        references=parsed.references,
        title=title[:LONGEST_TITLE] or "…",
        name=shown_name(parsed),
        author_hash=author_hash(parsed.sender),
        text=text,
        sent_at=sent_at(parsed),
        is_answer=bool(ANSWER_MARKS.match(parsed.subject)) or bool(parsed.references),
        doubts=doubts,
    )


def subject_of(parsed: ParsedMail) -> str:
    """Return the subject of a mail without "Re:", the list's mark and addresses."""
    return without_addresses(readable(ANSWER_MARKS.sub("", parsed.subject)).strip())


def shown_name(parsed: ParsedMail) -> str:
    """Return the sender's name if it holds no address, else an empty text: she gets a number then."""
    name = " ".join(readable(parsed.sender_name).split())
    return "" if "@" in name or HIDDEN_ADDRESS.search(name) else name[:LONGEST_NAME]


def without_addresses(text: str) -> str:
    """Return a text in which mail addresses, also those that archives hide, are replaced by a sign."""
    return HIDDEN_ADDRESS.sub(REMOVED, EMAIL.sub(REMOVED, text))


def author_hash(sender: str) -> str:
    """Return a keyed hash of an address, 64 hexadecimal digits; empty without one."""
    return salted_hmac(SALT, sender, algorithm="sha256").hexdigest() if sender else ""


def made_id(parsed: ParsedMail) -> str:
    """Return an id for a mail that has none, the same each time the file is read."""
    said = "\0".join((parsed.sender, parsed.subject, str(parsed.date), parsed.text))
    return f"<{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:40]}@archive>"


def sent_at(parsed: ParsedMail) -> dt.datetime:
    """Return the time at which a mail was sent, now for one without a time or from the future."""
    now = timezone.now()
    if parsed.date is None:
        return now
    aware = parsed.date if timezone.is_aware(parsed.date) else parsed.date.replace(tzinfo=dt.UTC)
    return min(aware, now)
