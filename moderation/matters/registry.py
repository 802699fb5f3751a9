"""The kinds of matters, each registered by the package whose objects it is about."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse

from moderation.matters.kind_names import LONGEST_KIND, kind_labels

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from assets.models import Image
    from moderation.models import Matter
    from orgs.models import Organization


class MatterDecision(StrEnum):
    """The decisions of an editor on a matter; the values are those of Matter.State."""

    APPROVE = "approved"
    RETURN = "returned"
    REJECT = "rejected"


@dataclass(frozen=True)
class MatterText:
    """One text of a matter, for the page on which it is decided and for the checks; plain text, not HTML.

    `label` says which text it is, and may be empty where there is only one.
    """

    text: str
    label: str = ""
    language: str = ""


@dataclass(frozen=True)
class PublicObject:
    """A public object that readers can report and that is no page: its title, whose it is, and where it stands."""

    title: str
    organization: Organization
    url: str
    language: str


class MatterKind(ABC):
    """A kind of what an editor decides on; one instance is registered by the package that has the objects.

    Services call `lock` before they lock the matter's own row, so that everybody locks in the same order: first the
    object, then its matter. Lists call `link` alone, which must need no query.
    """

    # Stored with each matter, at most 12 characters, and never changed.
    name: ClassVar[str]
    label: ClassVar[_StrPromise]
    # What the portal's own page offers. Empty where the kind brings a page and a service of its own.
    decisions: ClassVar[Collection[MatterDecision]] = tuple(MatterDecision)
    # Members of the organization never read it, though they be editors: a reader's report, for one.
    is_hidden_from_members: ClassVar[bool] = False

    # How a mail to editors calls one that has come (moderation.models.Notice.Kind).
    notice_kind: ClassVar[str] = "matter"
    # So long after a notice of one of this kind editors get none of a new one. Reminders and the list tell of all.
    notice_pause: ClassVar[timedelta] = timedelta()

    @abstractmethod
    def lock(self, object_id: int) -> None:
        """Lock a matter's object until the transaction ends; Refusal if it is gone (abstract: kinds define it)."""

    @abstractmethod
    def writers(self, matter: Matter) -> set[int]:
        """Return the ids of all accounts that wrote any of a matter's object, who may not decide (abstract)."""

    def link(self, matter: Matter) -> str:
        """Return the path of the desk page on which a matter is decided."""
        return reverse("workspace:matter", args=[matter.pk])

    def texts(self, matter: Matter) -> Sequence[MatterText]:
        """Return the texts of a matter, which the editor reads and the checks look at; none by default."""
        return ()

    def words(self, matter: Matter) -> list[str]:
        """Return the non-empty texts of a matter as plain strings, for the checks."""
        return [text.text for text in self.texts(matter) if text.text.strip()]

    def pictures(self, matter: Matter) -> Sequence[Image]:
        """Return the pictures of a matter that the editor sees; none by default."""
        return ()

    def author(self, matter: Matter) -> str:
        """Return the author's name of a matter's object, as readers see it; "" by default."""
        return ""

    def context(self, matter: Matter) -> Sequence[tuple[str, str]]:
        """Return pairs of label and text that an editor should know beside a matter's texts; none by default."""
        return ()

    def public_object(self, object_id: int) -> PublicObject | None:
        """Return the object of this id as readers see it; None if it is not public (the default)."""
        return None

    def take_down(self, object_id: int, editor: User, reason: str) -> None:
        """Make a reported public object not public, for a reason. Raises NotImplementedError by default.

        The object is locked, and may be public no more.
        """
        raise NotImplementedError(f"Nothing of the kind {self.name} is public.")

    def waiting_rows(self) -> QuerySet[Any] | None:
        """Return the objects that should have a waiting matter, for the repair; None to repair nothing."""
        return None

    def open(self, object_id: int) -> None:
        """Open the missing matter of a waiting, locked object. Raises NotImplementedError by default."""
        raise NotImplementedError(f"The kind {self.name} says what waits, and not how to open it.")

    def decide(self, matter: Matter, decision: MatterDecision, editor: User) -> Any:
        """Carry out an editor's decision on a matter. Raises Refusal if impossible; kinds must override this.

        The object is locked. Raises Refusal when it cannot be carried out; then nothing was decided.
        """
        raise NotImplementedError(f"The kind {self.name} is decided by a service of its own.")


_kinds: dict[str, MatterKind] = {}


def register_matter_kind(kind: MatterKind) -> MatterKind:
    """Register a kind of matters and return it. Raises ValueError for a taken or long name, or no decisions."""
    if len(kind.name) > LONGEST_KIND:
        raise ValueError(f"The name {kind.name} has more than {LONGEST_KIND} characters.")
    if not kind.decisions and type(kind).link is MatterKind.link:
        raise ValueError(f"The kind {kind.name} offers no decision and has no page of its own.")
    if type(_kinds.setdefault(kind.name, kind)) is not type(kind):
        raise ValueError(f"Two kinds of matters are called {kind.name}.")
    kind_labels[kind.name] = kind.label
    return _kinds[kind.name]


def matter_kind(name: str) -> MatterKind:
    """Return the registered kind of matters with this name. Raises KeyError for an unknown name."""
    return _kinds[name]


def matter_kinds() -> dict[str, MatterKind]:
    """Return all registered kinds of matters by their names, in the order of the names."""
    # By name, so that lists do not depend on the order in which packages are loaded.
    return dict(sorted(_kinds.items()))
