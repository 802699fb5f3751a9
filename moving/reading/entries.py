"""The content read of an old site: its entries and pictures, in one form for all formats."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone

from common.typed_date_fields import check_bounds
from common.typed_text.characters import NOT_IN_A_TEXT
from press.reading.keys import address_key, digest, is_web_address

LARGEST_FILE = 200_000_000
MOST_ENTRIES = 20_000
# Of one text as it stands in the file; a page takes a tenth of it.
LONGEST_MARKUP = 1_000_000
LONGEST_NAME = 200
MOST_TOPICS = 50
LONGEST_ADDRESS = 500


class UnreadableFileError(Exception):
    """The error of a file that is not read: of no known format, damaged, hostile or too large."""


@dataclass(frozen=True)
class OldPicture:
    """A picture of an old site: its address there, and what the site said of it."""

    address: str
    alt_text: str = ""
    caption: str = ""


@dataclass(frozen=True)
class OldEntry:
    """An article or post of an old site. Texts are as the file has them: nothing is cleaned yet.

    `is_classic`: line ends in `content` part paragraphs, as in WordPress before its editor of blocks.
    """

    address: str
    guid: str
    title: str
    content: str
    summary: str = ""
    written_at: dt.datetime | None = None
    author: str = ""
    language: str = ""
    topics: tuple[str, ...] = ()
    slug: str = ""
    pictures: tuple[str, ...] = ()
    is_classic: bool = False

    @property
    def key(self) -> str:
        """Return the hash by which the entry is known again: of address, else GUID, else title, day and text."""
        if is_web_address(self.address):
            return address_key(self.address)
        day = self.written_at.date().isoformat() if self.written_at else ""
        return digest(self.guid or f"{self.title}\n{day}\n{self.content[:1000]}")


@dataclass
class OldSite:
    """An old site that was read and checked: how many entries it has, its pictures by number, what is left out."""

    read: Callable[[], Iterator[OldEntry]]
    count: int = 0
    pictures: dict[str, OldPicture] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


def cleaned(text: str | None, longest: int = LONGEST_MARKUP) -> str:
    """Return a text of a file without the characters that no database stores, cut where it is absurdly long."""
    return NOT_IN_A_TEXT.sub("", (text or "")[:longest]).replace("\0", "").strip()


def past(moment: dt.datetime | None) -> dt.datetime | None:
    """Return the time at which something was written, or None for one in the future or in an impossible year."""
    try:
        check_bounds(moment)
        return moment if moment and moment <= timezone.now() else None
    except (ValidationError, OverflowError):
        return None
