"""Pages that the mirror makes itself: what it cannot do, and all titles, for a search in the browser and by letter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from catalog.models import CatalogEntry
from khmer.sorting import first_letter, sort_key
from operations.mirror.addresses import LANGUAGES, language_of, notice_address
from operations.mirror.reader import ReadPage, request_for
from operations.mirror.targets import OWN, MirrorTarget, Plan

# One page of titles is read on a slow line: some 20 kB before compression.
TITLES_A_PAGE = 200
# The search in the browser loads so many bytes at most, when somebody begins to type: help and the newest titles.
MOST_BYTES = 600_000
OTHER = "#"


class OwnPages:
    """The mirror's own pages in all languages, made of the catalog's rows as they are now."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._makers: dict[str, tuple[str, dict[str, Any]]] = {"/": ("choice", {})}
        self._scripts = {script_address(language): language for language in LANGUAGES}
        self._titles: dict[str, list[tuple[str, str]]] = {language: [] for language in LANGUAGES}
        # Help first, then the newest: sorting keeps the order of equal ones.
        for _page, title, url, language in sorted(self._rows(), key=lambda row: row[0] not in plan.helping):
            self._titles[language].append((title, url))
        for language in LANGUAGES:
            self._makers[notice_address(language)] = ("notice", {"titles": titles_address(language)})
            self._add_letters(language)

    def _rows(self) -> Iterator[tuple[int, str, str, str]]:
        fields = ("page_id", "title", "url", "language")
        rows = CatalogEntry.objects.public().exclude(url="").order_by("-published_at", "-pk")
        yield from rows.values_list(*fields).iterator()

    def _add_letters(self, language: str) -> None:
        """Add the pages of all titles of a language, in the order of a dictionary, and the page that leads to them."""
        listed = sorted(self._titles[language], key=lambda row: (first_letter(row[0]) == OTHER, sort_key(row[0])))
        letters: list[dict[str, Any]] = []
        for letter, group in groupby(listed, key=lambda row: first_letter(row[0])):
            letters += self._add_letter(language, letter, list(group))
        context = {"letters": letters, "script": script_address(language)}
        self._makers[titles_address(language)] = ("titles", context | {"is_whole": self._is_whole(language)})

    def _add_letter(self, language: str, letter: str, rows: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
        """Add the pages of one letter, and yield what the page that leads to them says of each."""
        for start in range(0, len(rows), TITLES_A_PAGE):
            number = start // TITLES_A_PAGE + 1
            address = f"{titles_address(language)}{letter_slug(letter)}{f'-{number}' if start else ''}/"
            part = {"letter": letter, "number": number, "address": address, "is_parted": len(rows) > TITLES_A_PAGE}
            shown = {"rows": rows[start : start + TITLES_A_PAGE], "titles": titles_address(language)}
            self._makers[address] = ("letter", part | shown)
            yield part

    def targets(self) -> Iterator[MirrorTarget]:
        """Yield the targets of all these pages."""
        for address in (*self._makers, *self._scripts):
            yield MirrorTarget(address, OWN, self.plan.version)

    def read(self, target: MirrorTarget) -> ReadPage:
        """Return one of these pages. Raises KeyError for an address that is none of them."""
        if language := self._scripts.get(target.address):
            return ReadPage(200, "text/javascript", self._script(language).encode())
        name, context = self._makers[target.address]
        with override(language_of(target.address)):
            page = render_to_string(f"operations/mirror/{name}.html", context, request=request_for(target.address))
        return ReadPage(200, "text/html; charset=utf-8", page.encode())

    def _searched(self, language: str) -> list[tuple[str, str]]:
        """Return the titles that the search in the browser knows: as many as fit into its bytes."""
        size, found = 0, []
        for title, url in self._titles[language]:
            # With the marks around both.
            size += len(title.encode()) + len(url.encode()) + 8
            if size > MOST_BYTES:
                break
            found.append((title, url))
        return found

    def _is_whole(self, language: str) -> bool:
        return len(self._searched(language)) == len(self._titles[language])

    def _script(self, language: str) -> str:
        """Return a file with the titles as JSON. A script, for browsers read no JSON from a USB stick."""
        rows = [[title, url] for title, url in self._searched(language)]
        return f"self.mirrorTitles = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n"


def titles_address(language: str) -> str:
    """Return the address of the page that leads to all titles of a language."""
    return f"{notice_address(language)}titles/"


def script_address(language: str) -> str:
    """Return the address of the file with the titles of a language for the search in the browser."""
    return f"/mirror/titles-{language}.js"


def letter_slug(letter: str) -> str:
    """Return how a letter stands in an address: "a", or "k1780" for a Khmer one, so that it can be typed."""
    return "other" if letter == OTHER else letter.lower() if letter.isascii() else f"k{ord(letter):x}"
