"""Trim an answer: cut what is provably a quotation of our mail, signatures and our own links, and keep all else."""

from __future__ import annotations

from dataclasses import dataclass

from discussions.incoming.parsing import ParsedMail
from discussions.incoming.trimming.quotes import Fate, judge_lines
from discussions.incoming.trimming.sent_mail import NOTHING_SENT, SentMail
from discussions.incoming.trimming.signatures import signature_start


@dataclass(frozen=True)
class TrimmedText:
    """The text that is kept, what was cut and can be put back, and whether more may have been cut than ought to be.

    Lines with our tokens are in neither.
    """

    kept: str
    cut: str = ""
    is_doubtful: bool = False


def trim_quote(parsed: ParsedMail, sent: SentMail | None, *, is_final: bool = False) -> TrimmedText:
    """Return an answer's text split into what is kept and what was cut: quotations of `sent`, and signatures.

    Without `sent`, our own address, name and mark alone are known, and signatures are cut. With `is_final` nobody can
    put back what was cut: a last line that may be a program's is kept.
    """
    known = sent or NOTHING_SENT
    lines = parsed.text.split("\n")
    fates, is_doubtful = judge_lines(lines, known)
    _sign_off(lines, fates, parsed.sender_name, is_final)
    kept = tidy([line for line, fate in zip(lines, fates, strict=True) if fate == Fate.KEPT])
    cut = tidy([line for line, fate in zip(lines, fates, strict=True) if fate == Fate.CUT])
    # Without the mail that we sent everything was cut by its form alone.
    return TrimmedText(kept, cut, is_doubtful or (sent is None and bool(cut)))


def _sign_off(lines: list[str], fates: list[Fate], sender_name: str, is_final: bool) -> None:
    """Cut the signature below each stretch of kept lines: mail programs put it above or below the quotation."""
    start, has_text_before = 0, False
    while start < len(lines):
        end = start
        while end < len(lines) and fates[end] == Fate.KEPT:
            end += 1
        stretch = lines[start:end]
        # A signature is not all that there is; what stands before the quotation is text too.
        # "x" stands for the text above: without it a signature that fills the whole stretch would be kept.
        above = ["x", ""] if has_text_before else []
        signature = signature_start(above + stretch, sender_name, is_final=is_final) - len(above)
        for at in range(max(0, signature), len(stretch)):
            if stretch[at].strip():
                fates[start + at] = Fate.CUT
        has_text_before = has_text_before or any(
            fates[at] == Fate.KEPT and lines[at].strip() for at in range(start, end)
        )
        start = end + 1


def tidy(lines: list[str]) -> str:
    """Return lines joined as a text with at most one blank line in a row, and none at its ends."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip() if line.strip() else "")
    return "\n".join(kept).strip("\n")
