"""The registry of personal data: what is said of each model, store, payload and mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.core.exceptions import ImproperlyConfigured


class Erasure(Enum):
    """What an erasure does to a field that is a person's."""

    ROW = "the row is deleted"
    WITH_ROW = "goes with the row on which it hangs"
    CUT = "the link to the person is cut"
    EMPTY = "emptied"
    NAMED = "where it names the person, a neutral word takes the place"
    FILE = "the file is deleted"
    REWRITTEN = "written anew from what is left"


@dataclass(frozen=True)
class NotErased:
    """A field that an erasure leaves as it is, and the reason."""

    reason: str


Treatment = Erasure | NotErased


@dataclass(frozen=True)
class PersonalModel:
    """The personal data of one model.

    `whose`, `why`, `seen_by` and `kept` are for readers of docs/privacy.md. `fields` names each field with what becomes
    of it. A row is a person's by its links to users and by its fields of addresses; `paths` are further lookups of an
    address, as "follower__email". `shown` are the lookups that a disclosure shows of a row, `not_personal` the fields
    that look personal and are not, each with the reason.
    """

    model: str
    whose: str = ""
    why: str = ""
    seen_by: str = ""
    kept: str = ""
    fields: Mapping[str, Treatment] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    not_personal: Mapping[str, str] = field(default_factory=dict)
    # Texts of models that inherit from this one are treated as this one's.
    covers_subclasses: bool = False

    @property
    def is_personal(self) -> bool:
        return bool(self.fields)


@dataclass(frozen=True)
class PersonalStore:
    """Personal data outside the tables of models, as files, logs, an index; `erasure` says what becomes of it."""

    name: str
    whose: str
    why: str
    seen_by: str
    kept: str
    erasure: str


@dataclass
class PersonalDataRegistry:
    """What all packages have declared: models by label, the rest by name."""

    models: dict[str, PersonalModel] = field(default_factory=dict)
    stores: dict[str, PersonalStore] = field(default_factory=dict)
    # What payloads say of people, by the name of the kind of event; what mails say, by their template.
    payloads: dict[str, str] = field(default_factory=dict)
    mails: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, key: str, value: Any) -> None:
        """Raise ImproperlyConfigured for what is declared twice."""
        declared = getattr(self, kind)
        if declared.setdefault(key, value) is not value:
            raise ImproperlyConfigured(f"The personal data of {key} is declared twice.")


registry = PersonalDataRegistry()


def declare_model(model: str, /, **said: Any) -> None:
    """Declare the personal data of a model ("orgs.Invitation"); see PersonalModel for what is said of it."""
    declared = PersonalModel(model, **said)
    if declared.is_personal and not all((declared.whose, declared.why, declared.seen_by, declared.kept)):
        raise ImproperlyConfigured(f"Say of {model} whose data it is, why it is kept, who sees it and until when.")
    registry.add("models", model, declared)


def declare_not_personal(model: str, /, **reasons: str) -> None:
    """Say why fields of a model that holds nothing of people look as if they did."""
    registry.add("models", model, PersonalModel(model, not_personal=reasons))


def declare_store(name: str, /, **said: str) -> None:
    """Declare personal data outside the database's models; see PersonalStore."""
    registry.add("stores", name, PersonalStore(name, **said))


def declare_payload(kind: object, says: str) -> None:
    """Say what the payload of a kind of event tells of people; one of numbers alone needs no declaration."""
    registry.add("payloads", str(kind), says)


def declare_mails(folder: str, says: Mapping[str, str]) -> None:
    """Say of each template of mails in a folder ("orgs/mail") whom its mails name, or what they open."""
    for name, text in says.items():
        registry.add("mails", f"{folder}/{name}", text)
