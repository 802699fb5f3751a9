"""Mails in the styles of many mail programs: short descriptions in mails/*.mail, made into the bytes that they send.

A description has headers, a line for each form of its text (`--- plain`, `--- html`), and the text. `{> }` stands for
the mail that it answers with `> ` before each line, `{> 74}` for one that was also broken at 74 letters, `{sent}` for
its lines alone, `{double}` for Outlook's blank line after each, `{html}` for its HTML. Beside each description lies the
text that is wanted.
"""

from __future__ import annotations

import base64
import quopri
import re
import textwrap
from dataclasses import dataclass
from email.header import Header
from functools import cached_property
from html import escape
from pathlib import Path

from discussions.addresses import reply_address
from discussions.incoming.trimming.sent_mail import SentMail

FOLDER = Path(__file__).parent / "mails"
LEAVE_TOKEN = "kD3Xw9QpLm2ZrT7Vb1NcYs:1vPq8K:Zx0-Jh5tGf4dRe3Wq2Sa1"
# Contacts in the mail that is answered and in signatures: none of them may be in a text that is kept.
SECRETS = ["023 987 654", "012 345 678", "០១២ ៣៤៥ ៦៧៨", "+855 12", LEAVE_TOKEN[:16], "reply+"]
TEXTS = {
    "en": "Women on night shifts have no safe way home from the factory.\n\n"
    "Who knows a factory that pays for a bus? The hotline is 023 987 654.",
    "km": "ស្ត្រីដែលធ្វើការវេនយប់ គ្មានផ្លូវត្រឡប់ទៅផ្ទះប្រកបដោយសុវត្ថិភាពពីរោងចក្រទេ។\n\n"
    "តើអ្នកណាស្គាល់រោងចក្រដែលចេញថ្លៃរថយន្តដឹក? លេខទូរស័ព្ទគឺ 023 987 654។",
}
FRAMES = {
    "en": """## Neary · write your answer above this line ##

{text}

—
Sokha · Gender

Read it on the portal:
https://neary.example.org/en/discussions/gender/12/#post-3

To answer, reply to this mail. Nobody sees your address.

Change how often, or get no more mail:
https://neary.example.org/en/discussions/choice/{leave}/""",
    "km": """## Neary · សូមសរសេរចម្លើយខាងលើបន្ទាត់នេះ ##

{text}

—
Sokha · យេនឌ័រ

អានវានៅលើវិបផតថល៖
https://neary.example.org/km/discussions/gender/12/#post-3

ដើម្បីឆ្លើយ សូមឆ្លើយតបអ៊ីមែលនេះ។ គ្មាននរណាម្នាក់ឃើញអាសយដ្ឋានរបស់អ្នកទេ។

ប្ដូរភាពញឹកញាប់ ឬឈប់ទទួលអ៊ីមែល៖
https://neary.example.org/km/discussions/choice/{leave}/""",
}
# One paragraph of Khmer that a mail server breaks at 998 bytes.
LONG = "ស្ត្រីទាំងអស់មានសិទ្ធិស្មើគ្នានៅក្នុងប្រទេសកម្ពុជា ហើយយើងជួយគ្នាទៅវិញទៅមក។ " * 9 + "ចប់។"
HEADERS = {
    "Return-Path": "<bopha@women.example.org>",
    "From": "Chan Bopha <bopha@women.example.org>",
    "To": "gender@lists.example.org",
    "Subject": "Re: Night shifts",
    "Date": "Tue, 10 Mar 2026 11:05:00 +0700",
    "Message-ID": "<answer.1@women.example.org>",
    "In-Reply-To": "<post.3@lists.example.org>",
    "MIME-Version": "1.0",
}


def sent_mail(language: str) -> SentMail:
    """Return the mail that the samples of a language answer."""
    return SentMail(
        text=FRAMES[language].format(text=TEXTS[language], leave=LEAVE_TOKEN),
        names=("Sokha · Neary",),
        addresses=("gender@lists.example.org", reply_address(3, 7)),
        tokens=(LEAVE_TOKEN, reply_address(3, 7).partition("+")[2].partition("@")[0]),
        mark="## Neary ·",
        subject="Re: Night shifts",
    )


@dataclass(frozen=True)
class Sample:
    """A mail of one program, and the text that is wanted of it."""

    name: str
    fields: dict[str, str]
    forms: dict[str, str]
    wanted: str

    @property
    def language(self) -> str:
        return self.fields.get("Answers", "en")

    @property
    def kind(self) -> str:
        return self.fields.get("Kind", "normal")

    @property
    def sent(self) -> SentMail:
        return sent_mail(self.language)

    @property
    def subject(self) -> str:
        return self.fields.get("Subject", HEADERS["Subject"])

    @property
    def attachments(self) -> list[str]:
        return [name.strip() for name in self.fields.get("Attachments", "").split(";") if name.strip()]

    @cached_property
    def raw(self) -> bytes:
        """Return the bytes of the mail, with line breaks as a mail server brings them."""
        form, encoding = self.fields["Form"].split()
        if form == "alternative":
            parts = [self._part(kind, text, encoding) for kind, text in self.forms.items()]
            body = _multipart("alternative", parts)
        elif form == "mixed":
            text = self._part("plain", self.forms["plain"], encoding)
            body = _multipart("mixed", [text, *map(_file, self.attachments)])
        else:
            kind = "html" if form == "html" else "plain"
            body = self._part(kind, self.forms[kind], encoding, is_flowed=form == "flowed")
        return self._head() + body

    def _head(self) -> bytes:
        headers = HEADERS | {name: self.fields[name] for name in ("From", "Subject") if name in self.fields}
        for name in self.fields.get("Without", "").split():
            headers.pop(name)
        lines = [f"{name}: {_encoded(text, 'Cut subject' in self.fields)}" for name, text in headers.items()]
        lines += [self.fields["Header"]] if "Header" in self.fields else []
        return "".join(f"{line}\r\n" for line in lines).encode()

    def _part(self, kind: str, text: str, encoding: str, *, is_flowed: bool = False) -> bytes:
        charset = self.fields.get("Charset", "utf-8")
        text = expand(text, self.sent.text).replace("\n", "\r\n")
        data = text.encode(self.fields.get("Written in", _codec(charset)))
        if "Bad byte" in self.fields:
            data = data.replace(b"?", b"\xe1")
        flowed = "; format=flowed" if is_flowed else ""
        head = f"Content-Type: text/{kind}; charset={charset}{flowed}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        if "Fold" in self.fields:
            data = _folded(data, int(self.fields["Fold"]))
        return head.encode() + _transferable(data, encoding)


def load() -> list[Sample]:
    """Return all samples."""
    return [_read(path) for path in sorted(FOLDER.glob("*.mail"))]


def _read(path: Path) -> Sample:
    head, *forms = re.split(r"^--- (plain|html)\n", path.read_text("utf-8"), flags=re.MULTILINE)
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    wanted = path.with_suffix(".wanted").read_text("utf-8").replace("{long}", LONG).rstrip("\n")
    return Sample(path.stem, fields, dict(zip(forms[::2], forms[1::2], strict=True)), wanted)


def expand(text: str, sent: str) -> str:
    """Return the text of a description with the mail that it answers."""
    lines = sent.split("\n")
    text = text.replace("{sent}", sent).replace("{double}", "\n\n".join(line for line in lines if line))
    text = text.replace("{html}", as_html(sent)).replace("{reply}", reply_address(3, 7)).replace("{leave}", LEAVE_TOKEN)
    text = text.replace("{long}", LONG)

    def quoted(match: re.Match[str]) -> str:
        width = int(match[2] or 0)
        wrapped = [piece for line in lines for piece in (textwrap.wrap(line, width) if width and line else [line])]
        return "\n".join((match[1] + line).rstrip() for line in wrapped)

    return re.sub(r"\{( ?[>|] ?)(\d*)\}", quoted, text)


def as_html(sent: str) -> str:
    """Return a mail of ours as HTML: links in their own elements, styles, a hidden first line."""
    rows = []
    for line in sent.split("\n"):
        words = escape(line)
        if line.startswith("https:"):
            words = f'<a href="{words}" style="color:#7a2e4d">{words}</a>'
        rows.append(f'<tr><td style="padding:4px 0"><p style="margin:0">{words}</p></td></tr>' if line else "")
    return f'<div style="display:none">Sokha</div><table role="presentation"><tbody>{"".join(rows)}</tbody></table>'


def _codec(charset: str) -> str:
    return "utf-8" if charset == "us-ascii" else charset


def _encoded(text: str, is_cut: bool) -> str:
    if text.isascii():
        return text
    if not is_cut:
        return Header(text, "utf-8").encode()
    data = text.encode()
    # In the middle of letters of three bytes.
    pieces = [data[start : start + 40] for start in range(0, len(data), 40)]
    return "\r\n ".join(f"=?UTF-8?B?{base64.b64encode(piece).decode()}?=" for piece in pieces)


def _transferable(data: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return base64.encodebytes(data).replace(b"\n", b"\r\n")
    if encoding == "quoted-printable":
        return quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return data


def _folded(data: bytes, width: int) -> bytes:
    lines = []
    for line in data.split(b"\r\n"):
        pieces = [line[at : at + width] for at in range(0, max(1, len(line)), width)]
        lines.append(b"\r\n ".join(pieces))
    return b"\r\n".join(lines)


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="=_part_of.mail"\r\n\r\nThis is a mail of several parts.\r\n'
    inside = b"".join(b"--=_part_of.mail\r\n" + part + b"\r\n" for part in parts)
    return head.encode() + inside + b"--=_part_of.mail--\r\n"


def _file(name: str) -> bytes:
    written = Header(name, "utf-8").encode() if not name.isascii() else name
    head = f'Content-Type: application/octet-stream; name="{written}"\r\nContent-Transfer-Encoding: base64\r\n'
    return (head + f'Content-Disposition: attachment; filename="{written}"\r\n\r\nJVBERi0xLjQK\r\n').encode()
