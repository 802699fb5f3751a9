"""The base class of all checks, and the list of them in the order in which they are shown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from moderation.checks.checked_page import CheckedPage


class FindingWords(NamedTuple):
    """The message and the advice of a kind of finding; both may hold placeholders such as %(share)s."""

    message: _StrPromise
    advice: _StrPromise


@dataclass(frozen=True)
class Finding:
    """One thing in a page that somebody should look at.

    `code` names its words in the check's `says`, `where` is the passage as it was written, `values` (JSON) fill the
    placeholders. Nothing here is in a language: each reader gets it in hers.
    """

    code: str
    where: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


class Check(ABC):
    """A check of one aspect of a page; `name` is stored with its results and never changes."""

    name: ClassVar[str]
    label: ClassVar[_StrPromise]
    says: ClassVar[dict[str, FindingWords]]
    # Asks other machines: made by a worker only, never while somebody waits for an answer.
    goes_outside: ClassVar[bool] = False
    # Its findings mean harm as long as the page is public.
    is_serious: ClassVar[bool] = False
    # Needs nothing but the words: made of texts that are no page as well (`CheckedTexts`).
    reads_texts_alone: ClassVar[bool] = False

    def has_to_ask(self, checked: CheckedPage) -> bool:
        """Return whether this check must ask other machines about the given page."""
        return self.goes_outside

    @abstractmethod
    def findings(self, checked: CheckedPage) -> Iterable[Finding]:
        """Yield the check's findings in a page (abstract); an exception is recorded as a crash of the check."""


checks_by_name: dict[str, Check] = {}


def check(cls: type[Check]) -> type[Check]:
    """Register one instance of a check class under its name, and return the class: a decorator."""
    # One instance for all pages: a check keeps nothing between two of them.
    checks_by_name[cls.name] = cls()
    return cls


def all_checks() -> list[Check]:
    """Return all registered checks, in the order in which they are shown."""
    return list(checks_by_name.values())


def check_named(name: str) -> Check | None:
    """Return the registered check of this name; None when there is none (any more)."""
    return checks_by_name.get(name)
