"""Judge each line of an answer: written anew, or provably a quotation of what we sent."""

from __future__ import annotations

from enum import Enum

from discussions.incoming.trimming.sent_mail import SHORTEST_PIECE, SentMail, comparable
from discussions.incoming.trimming.signatures import DELIMITER
from discussions.incoming.trimming.structure import (
    attribution_start,
    header_block,
    is_attribution,
    is_blank,
    is_ending,
    is_quoted,
    is_rule,
    rule_above,
)

# The share of a quoted block that must be ours for all of it to be.
OURS_SHARE = 0.5


class Fate(Enum):
    """The decision on a line of a mail. DROPPED is a line with a secret token, which can never be restored."""

    KEPT = "kept"
    CUT = "cut"
    DROPPED = "dropped"


class Judge:
    """Goes through the lines of an answer once, from the top."""

    def __init__(self, lines: list[str], sent: SentMail) -> None:
        self.lines = lines
        self.sent = sent
        self.fates = [Fate.KEPT] * len(lines)
        # Set once the quotation of our mail has begun: from there on lines that we sent are cut, marked or not.
        self.has_begun = False
        self.is_doubtful = False
        # Below the delimiter of a signature: its lines may be ours by chance, and are cut as a signature.
        self.in_signature = False
        self._quoted: dict[str, bool] = {}

    def run(self) -> None:
        """Decide for each line of the answer: keep it, cut it as a quotation, or drop it for a secret token."""
        at = 0
        while at < len(self.lines):
            at = self._step(at)
        self._drop_tokens()

    def _step(self, at: int) -> int:
        """Judge what begins at a line, and return the line after it."""
        line = self.lines[at]
        if self.sent.has_mark(line):
            self._begin(at)
            return self._cut(at, at + 1)
        if is_quoted(line):
            return self._judge_block(at)
        block = header_block(self.lines, at, self.sent)
        if block is not None and (block[1] or self._is_ours_below(block[0])):
            self._begin(at)
            return self._cut(at, block[0])
        if self.has_begun and line.strip() and not self.in_signature and self._is_unmarked_quote(at):
            return self._cut(at, at + 1)
        self.in_signature |= DELIMITER.match(line) is not None
        return self._judge_bare_attribution(at)

    def _is_unmarked_quote(self, at: int) -> bool:
        """Return whether an unmarked line is ours; a short one only below unmarked lines of ours.

        Below a marked quotation "Thanks" is written anew, though we sent the same.
        """
        line = self.lines[at]
        if not self.sent.has_line(line):
            return False
        # A long line of ours is no accident; "Thanks" is.
        if len(comparable(line)) >= SHORTEST_PIECE:
            return True
        above = next((back for back in range(at - 1, -1, -1) if self.lines[back].strip()), None)
        return above is not None and self.fates[above] != Fate.KEPT and not is_quoted(self.lines[above])

    def _begin(self, at: int) -> None:
        """Cut the attribution or ruler above the beginning of a quotation."""
        start = min(attribution_start(self.lines, at, self.sent), rule_above(self.lines, at))
        while start < at and self.fates[start] != Fate.KEPT:
            start += 1
        self._cut(start, at)
        self.has_begun, self.in_signature = True, False

    def _judge_block(self, start: int) -> int:
        """Judge lines that are marked as quoted, all as one: of us, or of somebody else."""
        end = start
        while end < len(self.lines) and (is_quoted(self.lines[end]) or self._goes_on(end)):
            end += 1
        if self._is_ours(start, end):
            self._begin(start)
            return self._cut(start, end)
        self.is_doubtful = True
        return end

    def _goes_on(self, at: int) -> bool:
        """Return whether an unmarked line is the rest of the quoted line above, which a mail program broke."""
        line = self.lines[at]
        if not line.strip() or not is_quoted(self.lines[at - 1]):
            return False
        return self.sent.has_line(line) or self.sent.has_together(self.lines[at - 1], line)

    def _is_ours(self, start: int, end: int) -> bool:
        above = attribution_start(self.lines, start, self.sent)
        if above < start and self.sent.is_named_in(" ".join(self.lines[above:start])):
            return True
        # The first four lines: mail programs write an attribution of at most three, and an empty one.
        first = [line for line in self.lines[start:end] if not is_blank(line)][:4]
        if any(self.sent.has_mark(line) for line in first):
            return True
        if any(is_attribution(first[:count]) and self.sent.is_named_in(" ".join(first[:count])) for count in (1, 2, 3)):
            return True
        return self._share_of_ours(start, end) >= OURS_SHARE

    def _share_of_ours(self, start: int, end: int) -> float:
        written = [line for line in self.lines[start:end] if not is_blank(line)]
        if not written:
            return 1.0 if self.has_begun else 0.0
        if not self.sent.text:
            return 0.0
        ours = sum(len(line) for line in written if self._has_quoted(line))
        return ours / sum(len(line) for line in written)

    def _has_quoted(self, line: str) -> bool:
        # Each line is looked at from several lines above it.
        if line not in self._quoted:
            self._quoted[line] = self.sent.has_line(line, is_quoted=True)
        return self._quoted[line]

    def _is_ours_below(self, at: int) -> bool:
        """Return whether most of the next lines are ours."""
        # 12 lines are enough to tell, and keep the time linear.
        end = min(len(self.lines), at + 12)
        written = [line for line in self.lines[at:end] if not is_blank(line)]
        return bool(written) and bool(self.sent.text) and self._share_of_ours(at, end) >= OURS_SHARE

    def _judge_bare_attribution(self, at: int) -> int:
        """Judge what may be the last line of an attribution below which the quotation is not marked."""
        line = self.lines[at]
        if self.in_signature or not (is_ending(line) or is_rule(line)):
            return at + 1
        start = attribution_start(self.lines, at + 1, self.sent)
        is_named = (
            start <= at
            and is_attribution(self.lines[start : at + 1])
            and self.sent.is_named_in(" ".join(self.lines[start : at + 1]))
        )
        if (is_named or start <= at or is_rule(line)) and (is_named or self._is_ours_below(at + 1)):
            self._begin(at + 1)
            return self._cut(at, at + 1)
        return at + 1

    def _cut(self, start: int, end: int) -> int:
        for at in range(start, end):
            self.fates[at] = Fate.CUT
        return end

    def _drop_tokens(self) -> None:
        is_after = False
        # A token that a mail program broke into two lines is dropped in both.
        for at, line in enumerate(self.lines):
            is_after = self.sent.has_token(line) or (is_after and self.sent.ends_token(line))
            if is_after:
                self.fates[at] = Fate.DROPPED


def judge_lines(lines: list[str], sent: SentMail) -> tuple[list[Fate], bool]:
    """Return the fate of each line of an answer (keep, cut, drop), and whether something quoted is not ours."""
    judge = Judge(lines, sent)
    judge.run()
    return judge.fates, judge.is_doubtful
