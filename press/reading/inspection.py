"""A look at a document before it is parsed: whether that is safe, and where it is long enough.

The parser of feeds has no limits of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from xml.parsers import expat

from press.reading.errors import Problem, UnreadableFeedError
from press.reading.xml_look import DangerousXmlError, XmlLook

# Of elements inside one another; feeds have some ten.
DEEPEST = 60
# Elements of a document with faults that are opened more often than ended; HTML in it leaves some hundreds open.
MOST_LEFT_OPEN = 10_000
# The first items of a feed; the newest come first.
MOST_ITEMS = 100
ITEM_NAMES = {"item", "entry"}
ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
OPENED, ENDED = re.compile(rb"<[A-Za-z]"), re.compile(rb"</|/>")
ITEM_START = re.compile(rb"<(?:[a-z]{1,10}:)?(?:item|entry)[\s>]", re.IGNORECASE)
BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True)
class Inspected:
    """A document that may be parsed: its first items, and whether it is well-formed XML."""

    body: bytes
    is_well_formed: bool


class _CutError(Exception):
    """The end of the look, at the first item too many."""


@dataclass
class _Look(XmlLook):
    """The elements that are open, and the items seen so far."""

    items: int = 0

    def start(self, name: str, attributes: object) -> None:
        if name.rpartition(":")[2] in ITEM_NAMES:
            self.items += 1
            if self.items > MOST_ITEMS:
                raise _CutError
        super().start(name, attributes)


def inspect(body: bytes) -> Inspected:
    """Return a feed's first 100 items and if it is well-formed. UnreadableFeedError: declares entities, or too deep.

    Raises UnreadableFeedError where entities are declared, which can grow without end or name files, and where elements
    are nested too deeply.
    """
    look = _Look(DEEPEST)
    parser = look.parser()
    try:
        parser.Parse(body, True)
    except DangerousXmlError as error:
        raise UnreadableFeedError(Problem.DANGEROUS) from error
    except _CutError:
        return Inspected(_closed(body[: parser.CurrentByteIndex], look.opened), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        # ValueError and LookupError: encodings that expat does not know.
        # Behind the fault the document was not seen: what is dangerous is looked for by its letters.
        letters = body.replace(b"\0", b"")
        if ENTITY.search(letters) or _left_open(letters) > MOST_LEFT_OPEN:
            raise UnreadableFeedError(Problem.DANGEROUS) from error
        return Inspected(_first_items(body), False)
    return Inspected(body, True)


def _left_open(letters: bytes) -> int:
    """Return how many more elements a document opens than it ends."""
    return sum(1 for _ in OPENED.finditer(letters)) - sum(1 for _ in ENDED.finditer(letters))


def _first_items(body: bytes) -> bytes:
    """Return a document that is not well-formed, cut where its letters begin the 101st item."""
    too_many = next(islice(ITEM_START.finditer(body), MOST_ITEMS, None), None)
    return body[: too_many.start()] if too_many else body


def _closed(body: bytes, opened: list[str]) -> bytes:
    """Return a document that was cut between two elements, with the elements around them closed."""
    ends = "".join(f"</{name}>" for name in reversed(opened))
    return body + ends.encode(BYTE_ORDER_MARKS.get(body[:2], "utf-8"))
