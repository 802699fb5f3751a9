"""System check of the declared kinds of pages: database rows store their numbers, which must stay the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from orgs.pages.numbers import NUMBERS
from orgs.pages.page_kind import ContentKind
from orgs.pages.registry import page_kinds

LONGEST_NAME = 12  # of the columns that hold it
LARGEST_NUMBER = 32767  # of the column that holds it


@register()
def check_page_kinds(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return system check errors, one for each fault in the declared kinds of pages."""
    return [Error(message, id="orgs.E001") for message in kind_problems(page_kinds().kinds)]


def kind_problems(kinds: Iterable[ContentKind], frozen: dict[str, int] = NUMBERS) -> list[str]:
    """Return faults of the declared page kinds as sentences: double or changed numbers, bad names."""
    kinds = list(kinds)
    names = {number: name for name, number in frozen.items()}
    found = doubled_kinds(kinds)
    for kind in kinds:
        number = frozen.get(kind.name, kind.number)
        if number != kind.number:
            found.append(f"The kind of page “{kind.name}” has the number {kind.number}; rows store {number} for it.")
        elif names.get(kind.number, kind.name) != kind.name:
            found.append(f"The kind of page “{kind.name}” has the number {kind.number} of “{names[kind.number]}”.")
        if not 0 <= kind.number <= LARGEST_NUMBER:
            found.append(f"The number {kind.number} of “{kind.name}” does not lie between 0 and {LARGEST_NUMBER}.")
        if not (kind.name.isascii() and kind.name.isidentifier() and len(kind.name) <= LONGEST_NAME):
            found.append(f"The name “{kind.name}” is not one of at most {LONGEST_NAME} Latin letters.")
    return found


def doubled_kinds(kinds: Sequence[ContentKind]) -> list[str]:
    """Return a sentence for each number or name that two kinds of pages share."""
    by_number: dict[Any, list[str]] = defaultdict(list)
    by_name: dict[str, int] = defaultdict(int)
    for kind in kinds:
        by_number[kind.number].append(kind.name)
        by_name[kind.name] += 1
    numbers = [
        f"The kinds of pages {' and '.join(f'“{name}”' for name in names)} have the same number {number}."
        for number, names in by_number.items()
        if len(names) > 1
    ]
    return numbers + [f"Two kinds of pages are called “{name}”." for name, count in by_name.items() if count > 1]
