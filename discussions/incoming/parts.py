"""Split a mail into its parts, by their places in its bytes: nothing of an attachment is copied or decoded.

Python's parser takes a time that grows with the square of nested parts, and memory for each line of attachments.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from discussions.incoming.headers import decoded, end_of_headers, read_headers, value

MOST_PARTS, DEEPEST = 100, 10
# Of each part so many bytes of text are decoded; nobody wrote more.
LONGEST_TEXT_PART = 1024 * 1024
LONGEST_FILE_NAME = 120
NO_FILE_NAME = re.compile(r"[/\\\x00-\x1f]")
NO_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


@dataclass(frozen=True)
class MailPart:
    """One part of a mail: its headers, and where its body is in the bytes of the mail."""

    headers: Message
    raw: bytes
    start: int
    end: int

    @property
    def kind(self) -> str:
        """Return the part's content type in lower case, such as "text/html"; "text/plain" for an unreadable one."""
        try:
            return self.headers.get_content_type()
        # Python's parser raises errors of many kinds for broken headers.
        except Exception:
            return "text/plain"

    def parameter(self, name: str, header: str = "content-type") -> str:
        """Return a parameter of one of the part's headers (Content-Type by default), decoded; "" if missing."""
        try:
            found = self.headers.get_param(name, "", header)
            if isinstance(found, tuple):
                # RFC 2231: charset, language, bytes.
                # The charset of the parameter is chosen by the sender; an unknown one falls to the except below.
                return found[2].encode("latin-1", "replace").decode(found[0] or "utf-8", "replace")
            return decoded(str(found))
        except Exception:
            return ""

    @property
    def is_attachment(self) -> bool:
        """Return whether the part is a file: marked as attachment, or neither plain text, HTML nor multipart."""
        disposition = value(self.headers, "Content-Disposition").partition(";")[0].strip().lower()
        return disposition == "attachment" or not self.kind.startswith(("text/plain", "text/html", "multipart/"))

    @property
    def file_name(self) -> str:
        """Return the attachment's file name in one line, without slashes; its content type where it has none."""
        name = self.parameter("filename", "content-disposition") or self.parameter("name")
        return " ".join(NO_FILE_NAME.sub(" ", name).split())[:LONGEST_FILE_NAME] or self.kind

    def content(self, longest: int = LONGEST_TEXT_PART) -> bytes:
        """Return the part's body with base64 or quoted-printable decoded, at most `longest` bytes; never raises."""
        encoding = value(self.headers, "Content-Transfer-Encoding").lower()
        # Base64 is a third longer, quoted-printable of Khmer three times as long.
        factor = 4 if encoding in ("quoted-printable", "base64") else 1
        body = self.raw[self.start : min(self.end, self.start + longest * factor)]
        if encoding == "quoted-printable":
            body = quopri.decodestring(body)
        elif encoding == "base64":
            # Line breaks and other signs between the letters are left out, as RFC 2045 allows.
            letters = body.translate(None, NO_BASE64)
            letters = letters[:-1] if len(letters) % 4 == 1 else letters
            body = binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        return body[:longest]


def whole_mail(raw: bytes) -> MailPart:
    """Return a MailPart for a whole mail, given as bytes, with its headers read."""
    end_of_head, start = end_of_headers(raw, 0, len(raw))
    return MailPart(read_headers(raw[:end_of_head]), raw, start, len(raw))


def child_parts(part: MailPart) -> Iterator[MailPart]:
    """Yield the direct parts of a multipart MailPart; none where its boundary is missing."""
    boundary = part.parameter("boundary").encode("utf-8", "replace")[:200]
    if not boundary:
        return
    raw, mark = part.raw, b"--" + boundary
    start = -1
    for at, after, is_last in _marks(raw, mark, part.start, part.end):
        if start >= 0:
            yield _child(raw, start, at)
        start = -1 if is_last else after
        if is_last:
            break
    if start >= 0:
        # Cut off on its way: the last part has no end.
        yield _child(raw, start, part.end)


def _marks(raw: bytes, mark: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield where lines of a boundary start and end, and whether they end the multipart."""
    count, at = 0, raw.find(mark, start, end)
    # `<=`: one mark more than parts, for the end.
    while at >= 0 and count <= MOST_PARTS:
        after = at + len(mark)
        line_end = raw.find(b"\n", after, min(end, after + 1000))
        line_end = line_end if line_end >= 0 else min(end, after + 1000)
        rest = raw[after:line_end].strip()
        # A boundary counts at the beginning of a line only; in a text it is text.
        if (at == start or raw[at - 1 : at] == b"\n") and rest in (b"", b"--"):
            count += 1
            yield at, min(end, line_end + 1), rest == b"--"
        at = raw.find(mark, after, end)


def _child(raw: bytes, start: int, end: int) -> MailPart:
    # The line break before a boundary belongs to the boundary.
    for line_break in (b"\r\n", b"\n"):
        if raw[max(start, end - len(line_break)) : end] == line_break:
            end -= len(line_break)
            break
    end_of_head, body = end_of_headers(raw, start, end)
    return MailPart(read_headers(raw[start:end_of_head]), raw, min(body, end), end)
