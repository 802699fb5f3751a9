"""Know again what we sent: its lines, our addresses, the shown name and the tokens."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from discussions.addresses import mail_domain

# So many first letters of a token tell it: mail programs break links in the middle.
TOKEN_BEGINNING = 16
# Shorter pieces of a line stand in too many texts to prove anything, unless they are marked as quoted.
SHORTEST_PIECE = 24
# The share of a quoted line's words that must be ours where a mail program changed it.
OURS_SHARE, FEWEST_WORDS = 0.8, 4
OUR_TOKEN = re.compile(r"(?:reply|bounce)\+[a-z2-7]{16,31}", re.IGNORECASE)
# "> > text": up to 50 marks, each with a blank or none.
QUOTE_MARKS = re.compile(r"^[ \t]{0,8}(?:[>|»][ \t]?){1,50}")
LINKS = re.compile(r"<?(?:https?://|mailto:)[^\s<>]{1,2000}>?|\[[^\[\]]{1,200}\]", re.IGNORECASE)
WORDS = re.compile(r"\w+")
# Space, the signs of invisible width in Khmer texts, and the signs of bold and italic.
IGNORED = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\xad*_]+")


@dataclass(frozen=True)
class SentMail:
    """A mail that we sent, as far as it is needed to know it again in the answer.

    `text` is its whole text, also that of its HTML if it differs; `names` as they stood in From, and `addresses` of
    From and Reply-To; `tokens` all secrets in it; `mark` the beginning of the line above which answers are written.
    """

    text: str = ""
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    mark: str = ""
    subject: str = ""

    @cached_property
    def lines(self) -> frozenset[str]:
        """Return the set of this mail's lines in their form for comparison, empty ones left out."""
        return frozenset(filter(None, (comparable(line) for line in self.text.split("\n"))))

    @cached_property
    def letters(self) -> str:
        """Return the whole text of this mail as one string in its form for comparison: no spaces, no case."""
        return "".join(comparable(line) for line in self.text.split("\n"))

    @cached_property
    def letters_without_links(self) -> str:
        """Return this mail's text as one string for comparison, without web addresses and [notes]."""
        return "".join(comparable(LINKS.sub(" ", line)) for line in self.text.split("\n"))

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the set of all words of this mail's text, in lower case."""
        return frozenset(WORDS.findall(folded(self.text)))

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """Return what names us in an answer: our mail domain, this mail's addresses and sender names, as compared."""
        domain = mail_domain()
        own = (f"@{domain}",) if domain else ()
        named = [name for name in map(comparable, self.names) if len(name) > 1]
        return tuple(dict.fromkeys([*own, *map(comparable, self.addresses), *named]))

    def is_named_in(self, text: str) -> bool:
        """Return whether a text contains our mail domain, or an address or sender name of this sent mail."""
        found = comparable(text)
        return any(sign in found for sign in self.signs)

    def has_mark(self, line: str) -> bool:
        """Return whether a line contains this mail's mark line, above which answers are written."""
        mark = comparable(self.mark)
        return bool(mark) and mark in comparable(line)

    def has_address(self, text: str) -> bool:
        """Return whether a text contains our mail domain or one of this mail's addresses."""
        found = comparable(text)
        return any(sign in found for sign in self.signs if "@" in sign)

    def has_line(self, line: str, *, is_quoted: bool = False) -> bool:
        """Return whether a line of an answer, or a broken piece of one, was in this sent mail; True if blank."""
        words = without_marks(line)
        found = comparable(words)
        if not found or found in self.lines:
            return True
        if is_quoted:
            return found in self.letters or self._has_words(words)
        bare = comparable(LINKS.sub(" ", words))
        if len(found) < SHORTEST_PIECE:
            return bool(bare) and bare != found and bare in self.lines
        return found in self.letters or (bool(bare) and bare in self.letters_without_links)

    def has_together(self, line: str, rest: str) -> bool:
        """Return whether two lines of an answer are one unbroken piece of this sent mail."""
        found = comparable(line) + comparable(rest)
        return len(found) >= SHORTEST_PIECE and found in self.letters

    def _has_words(self, words: str) -> bool:
        found = WORDS.findall(folded(LINKS.sub(" ", words)))
        known = sum(word in self.words for word in found)
        return len(found) >= FEWEST_WORDS and known >= OURS_SHARE * len(found)

    def has_token(self, line: str) -> bool:
        """Return whether a line contains a secret token of this mail, or any signed mail address of ours."""
        found = line.casefold()
        beginnings = (token[:TOKEN_BEGINNING].casefold() for token in self.tokens)
        return any(beginning in found for beginning in beginnings) or OUR_TOKEN.search(line) is not None

    def ends_token(self, line: str) -> bool:
        """Return whether a line is only the end of one of this mail's secret tokens, broken by a mail program."""
        found = without_marks(line).strip(" <>.,;)/\t").casefold()
        # Five letters or more: a short word may stand in a token by chance.
        return len(found) > 4 and " " not in found and any(found in token.casefold() for token in self.tokens)


NOTHING_SENT = SentMail()


def without_marks(line: str) -> str:
    """Return a line without the quotation marks (">" and the like) before it, stripped."""
    return QUOTE_MARKS.sub("", line, count=1).strip()


def folded(text: str) -> str:
    """Return a text in Unicode form NFC and without differences of case."""
    return unicodedata.normalize("NFC", text).casefold()


def comparable(line: str) -> str:
    """Return a line in its form for comparison: no quotation marks, spaces, invisible signs, * and _, no case."""
    return IGNORED.sub("", folded(without_marks(line)))
