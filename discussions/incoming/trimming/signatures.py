"""Find the signature below a text: after its delimiter, or by its structure."""

from __future__ import annotations

import re

from common.typed_text.characters import plain
from discussions.incoming.trimming.sent_mail import LINKS, comparable, folded
from discussions.incoming.trimming.structure import ADDRESS

# "-- " is the delimiter of RFC 3676; programs and people write it in these other ways.
DELIMITER = re.compile(r"^(?:--|—|––|\u2014{2}|__|---) ?$")
# A line below which nothing but a signature may follow; longer ones are somebody's text.
MOST_SIGNATURE_LINES = 12
MOST_LINES_WITHOUT_DELIMITER, LONGEST_SIGNATURE_LINE = 7, 80
LONGEST_SENT_FROM, MOST_SENT_FROM_WORDS, LONGEST_SENT_FROM_WITH_LINKS = 80, 9, 1000
# Names of programs and devices are the same in each language.
PROGRAMS = re.compile(
    r"iphone|ipad|android|outlook|samsung|galaxy|huawei|xiaomi|redmi|oppo|vivo|yahoo|gmail|thunderbird|k-9|fairemail"
    r"|proton ?mail|zimbra|telegram|blackberry|nokia|windows ?phone|mail for windows|mobile ?mail|spark|icloud",
)
# 8 to 15 digits with blanks between; 15 is the longest number (E.164). Not part of a date or address with slashes.
PHONE = re.compile(r"(?<![\d/.])\+?\(?\d(?:[ .\-()/]{0,2}\d){7,14}(?![\d/])")
SENTENCE_ENDS = (".", "?", "!", "។", "៕", "?", "…", ":", "៖")
NAME_WORD = re.compile(r"[^\W\d_]{3,}")


def signature_start(lines: list[str], sender_name: str, *, is_final: bool = False) -> int:
    """Return the index of the line at which a text's signature starts; the number of lines without one.

    The lines are those that somebody wrote anew, up to the quotation. With `is_final` a line that names a program is
    none: it may be a sentence, and nobody can put it back.
    """
    end = _without_blank(lines, len(lines))
    delimiter = _delimiter(lines, end)
    if delimiter is not None:
        end = _without_blank(lines, delimiter)
    while True:
        start = _last_paragraph(lines, end)
        # What is all there is, is the text.
        if start <= 0 or not any(line.strip() for line in lines[:start]):
            break
        paragraph = lines[start:end]
        if not ((not is_final and is_sent_from(paragraph)) or is_contact(paragraph, sender_name)):
            break
        end = _without_blank(lines, start)
    return end


def is_sent_from(paragraph: list[str]) -> bool:
    """Return whether a paragraph is a short line like "Sent from my iPhone" that names a mail program or device."""
    if len(paragraph) > 2 or sum(len(line) for line in paragraph) > LONGEST_SENT_FROM_WITH_LINKS:
        return False
    text = " ".join(" ".join(paragraph).split())
    words = LINKS.sub("", text).strip()
    if len(words) > LONGEST_SENT_FROM or len(words.split()) > MOST_SENT_FROM_WORDS or words.endswith(("?", "!", ":")):
        return False
    return PROGRAMS.search(folded(words)) is not None


def is_contact(paragraph: list[str], sender_name: str) -> bool:
    """Return whether a paragraph is a signature: short lines with the sender's name and a telephone or address."""
    if len(paragraph) > MOST_LINES_WITHOUT_DELIMITER or any(len(line) > LONGEST_SIGNATURE_LINE for line in paragraph):
        return False
    # Somebody's sentence, and not a signature.
    if sum(line.rstrip().endswith(SENTENCE_ENDS) for line in paragraph) > 0:
        return False
    text = "\n".join(paragraph)
    has_contact = bool(PHONE.search(plain(text)) or ADDRESS.search(text))
    names = {comparable(word) for word in NAME_WORD.findall(sender_name)} - {""}
    # With her name: an address alone may be what she recommends.
    return has_contact and any(name in comparable(text.replace("\n", " ")) for name in names)


def _delimiter(lines: list[str], end: int) -> int | None:
    """Return the first delimiter below which nothing but a signature stands."""
    # At most so many lines may follow, else it is a line within the text.
    for at in range(max(0, end - MOST_SIGNATURE_LINES - 1), end):
        if DELIMITER.match(lines[at].replace("\u200b", "")):
            return at
    return None


def _without_blank(lines: list[str], end: int) -> int:
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    return end


def _last_paragraph(lines: list[str], end: int) -> int:
    start = end
    while start > 0 and lines[start - 1].strip():
        start -= 1
    return start
