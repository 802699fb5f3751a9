"""The registry of personal data: declarations for models, stores, payloads of events, and mails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.core.exceptions import ImproperlyConfigured


class Treatment(Enum):
    """The ways in which an erasure treats a field that holds a person's data.

    The values are the words of the table in docs/privacy.md, which explains them.
    """

    ROW = "row deleted"
    WITH_ROW = "with its row"
    CUT = "link removed"
    EMPTY = "emptied"
    NAMED = "words replaced"
    FILE = "file deleted"
    REWRITTEN = "made again"


@dataclass(frozen=True)
class NotErased:
    """A treatment that leaves a field unchanged in an erasure, with the reason."""

    reason: str


FieldTreatment = Treatment | NotErased


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
    fields: Mapping[str, FieldTreatment] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    not_personal: Mapping[str, str] = field(default_factory=dict)
    # Texts of models that inherit from this one are treated as this one's.
    covers_subclasses: bool = False
    # An organization says it, or publishes it: an erasure leaves it alone unless an administrator wants it changed.
    is_content: bool = False

    @property
    def is_personal(self) -> bool:
        """Return whether any field of the model holds personal data."""
        return bool(self.fields)


@dataclass(frozen=True)
class PersonalStore:
    """Personal data outside the database's models, such as files, logs or an index.

    `erasure` says what happens to it when a person's data is erased.
    """

    name: str
    whose: str
    why: str
    seen_by: str
    kept: str
    erasure: str


@dataclass
class PersonalDataRegistry:
    """The declarations of all packages: models by label, the rest by name."""

    models: dict[str, PersonalModel] = field(default_factory=dict)
    stores: dict[str, PersonalStore] = field(default_factory=dict)
    # What payloads say about people, by the name of the kind of event; what mails say, by their template.
    payloads: dict[str, str] = field(default_factory=dict)
    mails: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, key: str, value: Any) -> None:
        """Add a declaration of personal data. Raises ImproperlyConfigured when the key has one already."""
        declared = getattr(self, kind)
        if declared.setdefault(key, value) is not value:
            raise ImproperlyConfigured(f"The personal data of {key} is declared twice.")


registry = PersonalDataRegistry()


def declare_model(model: str, /, **said: Any) -> None:
    """Declare a model's personal data. Raises ImproperlyConfigured if incomplete or declared twice.

    Raises ImproperlyConfigured when an argument is missing or the model is declared already.
    """
    declared = PersonalModel(model, **said)
    if declared.is_personal and not all((declared.whose, declared.why, declared.seen_by, declared.kept)):
        raise ImproperlyConfigured(f"Say of {model} whose data it is, why it is kept, who sees it and until when.")
    registry.add("models", model, declared)


def declare_not_personal(model: str, /, **reasons: str) -> None:
    """Declare why a model's fields, which look personal, are not. ImproperlyConfigured if it is declared twice."""
    registry.add("models", model, PersonalModel(model, not_personal=reasons))


def declare_store(name: str, /, **said: str) -> None:
    """Declare personal data outside the database's models, such as files. ImproperlyConfigured if declared twice."""
    registry.add("stores", name, PersonalStore(name, **said))


def declare_payload(kind: object, says: str) -> None:
    """Declare the personal data in payloads of a kind of outbox event. ImproperlyConfigured if declared twice."""
    registry.add("payloads", str(kind), says)


def declare_mails(folder: str, says: Mapping[str, str]) -> None:
    """Declare for each mail template of a folder what it says about people. ImproperlyConfigured if declared twice."""
    for name, text in says.items():
        registry.add("mails", f"{folder}/{name}", text)
