"""Sets of pages, one for each facet value and language, by which pages are counted under any filters."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import product
from operator import and_, or_

from catalog import terms
from catalog.counting import LANGUAGES, NEVER

# The columns of a counting row that a set is made of, in the order in which `put` takes them.
COLUMNS = (
    "translation_group",
    "language",
    "type",
    "topics",
    "places",
    "organization",
    "year",
    "source",
    "happens_at",
    "expires_at",
    "version",
)
# The bits of a row's version of which checksums are made.
VERSION_BITS = 2**20 - 1
FACETS = ("type", "topic", "place", "organization", "year", "language", "source")

# A set of pages in one language: a whole number in which the bit at a page's position is 1.
Bits = int
# The set in each language, in the order of LANGUAGES: a page may have a value in one language only.
ByLanguage = list[Bits]
Row = tuple[int, ...]
Counts = dict[str, Counter[int]]


class PageSets:
    """Sets of pages by facet value and language, made of counting rows.

    Each page has one position in all sets, whatever its languages. A topic or place is known by its bit, all other
    values by the number in the counting row. About 6 MB at 100,000 pages.

    `checksum` is a sum over all rows of what changes whenever a row is written; after every change it equals that of
    the same rows anywhere else.
    """

    def __init__(self) -> None:
        # Sorted, so that a position is found without a dictionary of all pages.
        self._groups = array("q")
        # Of pages that came out of this order.
        self._added: dict[int, int] = {}
        self._with: dict[str, dict[int, ByLanguage]] = {name: {} for name in FACETS}
        self._times = [array("q") for _ in LANGUAGES]
        self._versions = [array("i") for _ in LANGUAGES]
        self._expiring: dict[tuple[int, int], int] = {}
        self.checksum = 0

    def put(self, rows: Iterable[Row]) -> None:
        """Add counting rows, given as tuples that begin with `COLUMNS`; the first ones best by translation group.

        Their pages have no rows in that language yet.
        """
        positions: defaultdict[tuple[str, int, int], list[int]] = defaultdict(list)
        for row in rows:
            position, language, expires_at = self._made_position(row[0]), row[1], row[9]
            for name, value in _values(row[1:8]):
                positions[name, value, language].append(position)
            self._times[language][position] = row[8]
            self._versions[language][position] += (row[10] & VERSION_BITS) + 1
            self.checksum += (row[10] & VERSION_BITS) + 1
            if expires_at != NEVER:
                self._expiring[position, language] = expires_at
        for (name, value, language), found in positions.items():
            self._with[name].setdefault(value, [0] * len(LANGUAGES))[language] |= _bits(found)

    def drop(self, groups: Collection[int]) -> None:
        """Take pages, by their translation groups, out of all sets."""
        positions = [place for place in map(self._position, groups) if place is not None]
        gone = _bits(positions)
        for values in self._with.values():
            for found in values.values():
                found[:] = [each ^ (each & gone) for each in found]
        for place, language in product(positions, range(len(LANGUAGES))):
            self._expiring.pop((place, language), None)
            self.checksum -= self._versions[language][place]
            self._versions[language][place] = 0

    def having(self, name: str, value: int) -> ByLanguage:
        """Return the pages with a facet value, none for an unknown one."""
        return self._with[name].get(value, [0] * len(LANGUAGES))

    def of_rows(self, rows: Iterable[tuple[int, int]]) -> ByLanguage:
        """Return the pages of rows given as translation group and language, without those that are not in the sets."""
        positions: list[list[int]] = [[] for _ in LANGUAGES]
        for group, language in rows:
            position = self._position(group)
            if position is not None:
                positions[language].append(position)
        return [_bits(found) for found in positions]

    def happening(self, start: int, end: int) -> ByLanguage:
        """Return the pages from `start` until before `end`, seconds since 1970, and perhaps pages without rows."""
        # Read as a number of ones and zeros, which is much quicker than setting bits. The last digit is bit 0.
        return [
            int("".join(["1" if start <= time < end else "0" for time in reversed(times)]) or "0", 2)
            for times in self._times
        ]

    def public(self, now: int, closed: Collection[int]) -> ByLanguage:
        """Return the pages that are public at a time, seconds since 1970, without those of closed organizations."""
        found = []
        for language in range(len(LANGUAGES)):
            gone = _bits([place for (place, of), at in self._expiring.items() if of == language and at <= now])
            gone = reduce(or_, (self.having("organization", each)[language] for each in closed), gone)
            every = self.having("language", language)[language]
            found.append(every ^ (every & gone))
        return found

    def groups(self, pages: ByLanguage) -> list[int]:
        """Return the translation groups of a set's pages."""
        added = {position: group for group, position in self._added.items()}
        kept = len(self._groups)
        return [
            self._groups[place] if place < kept else added[place]
            # From the end, for the last digit is bit 0.
            for place, digit in enumerate(bin(reduce(or_, pages))[:1:-1])
            if digit == "1"
        ]

    def counts(self, public: ByLanguage, chosen: Mapping[str, ByLanguage], facets: Iterable[str]) -> Counts:
        """Return the number of pages by facet value, each facet under the filters of the others, and the "total".

        `chosen` holds the pages that each chosen filter leaves. A page counts once in all its languages.
        """
        under_all = common(public, *chosen.values())
        counts = {"total": Counter({0: size(under_all)})}
        for name in facets:
            others = [found for other, found in chosen.items() if other != name]
            under = common(public, *others) if name in chosen else under_all
            sizes = ((value, size(common(under, found))) for value, found in sorted(self._with[name].items()))
            counts[name] = Counter({value: number for value, number in sizes if number})
        return counts

    def _position(self, group: int) -> int | None:
        place = bisect_left(self._groups, group)
        if place < len(self._groups) and self._groups[place] == group:
            return place
        return self._added.get(group)

    def _made_position(self, group: int) -> int:
        position = self._position(group)
        if position is None:
            position = len(self._groups) + len(self._added)
            if self._added or (self._groups and group < self._groups[-1]):
                self._added[group] = position
            else:
                self._groups.append(group)
            for numbers in (*self._times, *self._versions):
                numbers.append(0)
        return position


def common(*sets: ByLanguage) -> ByLanguage:
    """Return the pages that are in each of the sets, in the same language."""
    return [reduce(and_, of_language) for of_language in zip(*sets, strict=True)]


def without(pages: ByLanguage, gone: ByLanguage) -> ByLanguage:
    """Return the pages of the first set that are not in the second, in the same language."""
    return [every ^ (every & left) for every, left in zip(pages, gone, strict=True)]


def size(pages: ByLanguage) -> int:
    """Return the number of pages of a set, each counted once in all its languages."""
    return reduce(or_, pages).bit_count()


@lru_cache(maxsize=10_000)
def _values(row: Row) -> tuple[tuple[str, int], ...]:
    """Return the facets and values of a row, given as its columns from the language to the source."""
    language, kind, topics, places, organization, year, source = row
    return (
        ("type", kind),
        ("organization", organization),
        ("year", year),
        ("language", language),
        ("source", source),
        *(("topic", bit) for bit in terms.bits_of(topics)),
        *(("place", bit) for bit in terms.bits_of(places)),
    )


def _bits(positions: Sequence[int]) -> Bits:
    held = bytearray(max(positions, default=0) // 8 + 1)
    for position in positions:
        held[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(held, "little")
