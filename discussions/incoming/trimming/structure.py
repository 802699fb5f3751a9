"""Find the attributions and blocks of headers that mail programs write above a quotation, in any language.

No words are known: an attribution names somebody or a time and ends in a colon, or stands right above what is quoted;
a block of headers is several lines of a label, a colon and a value.
"""

from __future__ import annotations

import re

from discussions.incoming.trimming.sent_mail import QUOTE_MARKS, SentMail, comparable

LONGEST_ATTRIBUTION, MOST_ATTRIBUTION_LINES = 320, 4
# "From: ", "*Date:* " or "ពី៖ ": a short label without digits, a colon and a blank or nothing.
LABEL = re.compile(r"^[*_]{0,2}[^\W\d_][^:៖：\d<>@/]{0,24}[:៖：][*_]{0,2}(?:\s|$)")
ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,253}")
# A time or a date in the digits of any script; a day's name alone is a word.
TIME = re.compile(r"\d{1,2}[:.៖h]\d\d|\d{4}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}")
RULE = re.compile(r"^[ \t]{0,8}([-_=*~—–#+]{5,200}|[-—–]{2,40}[ \t]?[^-—–\n]{2,120}[-—–]{2,40})[ \t]*$")
ENDS = (":", "៖", "：", ":*")
FEWEST_LABELS, MOST_HEADER_LINES, LONGEST_HEADER_LINE = 3, 10, 1000


def is_quoted(line: str) -> bool:
    """Return whether a line begins with a quotation mark such as ">"."""
    return QUOTE_MARKS.match(line) is not None


def is_blank(line: str) -> bool:
    """Return whether a line has nothing but quotation marks, blanks, invisible signs, and signs such as * and _."""
    return not comparable(line)


def is_rule(line: str) -> bool:
    """Return whether a line is a ruler such as "-----", or words between dashes."""
    return RULE.match(line.strip("*")) is not None


def is_attribution(lines: list[str]) -> bool:
    """Return whether lines are an attribution ("On 1 May X wrote:"): an address or time, and a colon at the end."""
    text = " ".join(line.strip() for line in lines)
    if not text or len(text) > LONGEST_ATTRIBUTION:
        return False
    return is_ending(text) and bool(ADDRESS.search(text) or TIME.search(text))


def attribution_start(lines: list[str], quote: int, sent: SentMail) -> int:
    """Return the index of the line at which the attribution above a quotation starts; `quote` without one."""
    end = quote
    # At most three empty lines between attribution and quotation.
    while end > 0 and not lines[end - 1].strip() and quote - end < 3:
        end -= 1
    if end == 0 or not (is_ending(lines[end - 1]) or sent.has_address(" ".join(lines[max(0, end - 2) : end]))):
        return quote
    start, had = end, (False, False)
    for above in range(end - 1, max(-1, end - 1 - MOST_ATTRIBUTION_LINES), -1):
        text = " ".join(lines[above:end])
        if not lines[above].strip() or is_quoted(lines[above]) or len(text) > LONGEST_ATTRIBUTION:
            break
        has = (bool(ADDRESS.search(text)) or sent.is_named_in(text), TIME.search(text) is not None)
        # A line that adds neither a name nor a time is of her text, unless one above it does.
        if has != had:
            start, had = above, has
        if all(has):
            break
    return rule_above(lines, start) if start < end else quote


def is_ending(line: str) -> bool:
    """Return whether a line ends in a colon, as attributions above quotations do."""
    return line.rstrip("* \xa0\t").endswith(ENDS)


def header_block(lines: list[str], start: int, sent: SentMail) -> tuple[int, bool] | None:
    """Return the end of a block of quoted mail headers that starts at a line, and whether it names us; else None.

    Values may go on in the next line, so one line without a label may stand between two with one.
    """
    labels, end, at = 0, start, start
    while at < min(len(lines), start + MOST_HEADER_LINES):
        line = bare(lines[at])
        if LABEL.match(line):
            labels, end = labels + 1, at + 1
        elif not line or at + 1 >= len(lines) or not LABEL.match(bare(lines[at + 1])) or not labels:
            break
        at += 1
    if labels < FEWEST_LABELS:
        return None
    text = " ".join(line[:LONGEST_HEADER_LINE] for line in lines[start:end])
    subject = comparable(sent.subject)
    names_us = sent.is_named_in(text) or (len(subject) > 3 and subject in comparable(text))
    # A list of points with labels is no block of headers: those name an address or a time.
    return (end, names_us) if ADDRESS.search(text) or TIME.search(text) or names_us else None


def bare(line: str) -> str:
    """Return a line without quotation marks before it and without asterisks around it, cut at 1000 characters."""
    return QUOTE_MARKS.sub("", line[:LONGEST_HEADER_LINE], count=1).strip().strip("*")


def rule_above(lines: list[str], start: int) -> int:
    """Return the index of a ruler line above a line, with only blank lines between; else the line's own index."""
    above = start - 1
    while above >= 0 and not lines[above].strip() and start - above < 4:
        above -= 1
    return above if above >= 0 and is_rule(lines[above]) else start
