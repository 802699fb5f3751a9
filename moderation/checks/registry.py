"""What a check is, and the list of them in the order in which they are shown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from moderation.checks.checked_page import CheckedPage


class FindingWords(NamedTuple):
    """What a finding says and what to do about it; both may hold placeholders such as %(share)s."""

    message: _StrPromise
    advice: _StrPromise


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `code` names its words in the check's `says`, `where` is the passage as it was written.

    `values` (JSON) fill the placeholders. Nothing here is in a language: each reader gets it in hers.
    """

    code: str
    where: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


class Check(ABC):
    """Looks at one thing in a piece. `name` is kept with its results and never changes."""

    name: ClassVar[str]
    label: ClassVar[_StrPromise]
    says: ClassVar[dict[str, FindingWords]]
    # Asks other machines: made by a worker only, never while somebody waits for an answer.
    goes_outside: ClassVar[bool] = False
    # What it finds does harm as long as it is public.
    is_serious: ClassVar[bool] = False

    def has_to_ask(self, checked: CheckedPage) -> bool:
        """Whether it asks other machines about this piece; else it is made with the others, on the same piece."""
        return self.goes_outside

    @abstractmethod
    def findings(self, checked: CheckedPage) -> Iterable[Finding]:
        """Give what is to be looked at. Whatever is raised is recorded as a crash and holds up nothing."""


checks_by_name: dict[str, Check] = {}


def check(cls: type[Check]) -> type[Check]:
    """Register a check, by decorating its class."""
    checks_by_name[cls.name] = cls()
    return cls


def all_checks() -> list[Check]:
    return list(checks_by_name.values())


def check_named(name: str) -> Check | None:
    """The check that has this name; None for one that was taken out since its results were written."""
    return checks_by_name.get(name)
