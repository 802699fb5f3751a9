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
        """Return the lines as they are compared."""
        return frozenset(filter(None, (comparable(line) for line in self.text.split("\n"))))

    @cached_property
    def letters(self) -> str:
        """Return all letters of the text in a row."""
        return "".join(comparable(line) for line in self.text.split("\n"))

    @cached_property
    def letters_without_links(self) -> str:
        """Return all letters of the text in a row, without addresses of links, which mail programs add and remove."""
        return "".join(comparable(LINKS.sub(" ", line)) for line in self.text.split("\n"))

    @cached_property
    def words(self) -> frozenset[str]:
        """Return all words of the text."""
        return frozenset(WORDS.findall(folded(self.text)))

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """Return what names us in an attribution: our mail domain, addresses and shown names, as they are compared."""
        domain = mail_domain()
        own = (f"@{domain}",) if domain else ()
        named = [name for name in map(comparable, self.names) if len(name) > 1]
        return tuple(dict.fromkeys([*own, *map(comparable, self.addresses), *named]))

    def is_named_in(self, text: str) -> bool:
        """Return whether a text names our address or the name under which we sent."""
        found = comparable(text)
        return any(sign in found for sign in self.signs)

    def has_mark(self, line: str) -> bool:
        """Return whether a line is the mark line, above which answers are written."""
        mark = comparable(self.mark)
        return bool(mark) and mark in comparable(line)

    def has_address(self, text: str) -> bool:
        """Return whether a text has one of our addresses."""
        found = comparable(text)
        return any(sign in found for sign in self.signs if "@" in sign)

    def has_line(self, line: str, *, is_quoted: bool = False) -> bool:
        """Return whether we sent a line, or a piece of a line that a mail program broke or changed."""
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
        """Return whether two lines follow each other in what we sent, without a break."""
        found = comparable(line) + comparable(rest)
        return len(found) >= SHORTEST_PIECE and found in self.letters

    def _has_words(self, words: str) -> bool:
        found = WORDS.findall(folded(LINKS.sub(" ", words)))
        known = sum(word in self.words for word in found)
        return len(found) >= FEWEST_WORDS and known >= OURS_SHARE * len(found)

    def has_token(self, line: str) -> bool:
        """Return whether a line has a token of hers, or a signed address."""
        found = line.casefold()
        beginnings = (token[:TOKEN_BEGINNING].casefold() for token in self.tokens)
        return any(beginning in found for beginning in beginnings) or OUR_TOKEN.search(line) is not None

    def ends_token(self, line: str) -> bool:
        """Return whether a line is nothing but the rest of a token or link, which a mail program broke."""
        found = without_marks(line).strip(" <>.,;)/\t").casefold()
        return len(found) > 4 and " " not in found and any(found in token.casefold() for token in self.tokens)


NOTHING_SENT = SentMail()


def without_marks(line: str) -> str:
    """Return a line without the marks of a quotation before it."""
    return QUOTE_MARKS.sub("", line, count=1).strip()


def folded(text: str) -> str:
    """Return a text in one form of its letters, in lower case."""
    return unicodedata.normalize("NFC", text).casefold()


def comparable(line: str) -> str:
    """Return a line as it is compared: without marks, spaces, invisible signs and case."""
    return IGNORED.sub("", folded(without_marks(line)))
