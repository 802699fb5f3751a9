"""A kind of matters for the tests: notes, kept in a dictionary in the place of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assets.models import Image
from common.refusal import Refusal
from moderation.matters import MatterKind, MatterText, PublicObject, register_matter_kind, registry
from moderation.matters.kind_names import kind_labels


class NoteKind(MatterKind):
    """Notes by number; `decided` gathers what was carried out."""

    name = "note"
    label: Any = "Note"

    def __init__(self) -> None:
        self.written: dict[int, str] = {}
        self.by: dict[int, set[int]] = {}
        self.decided: list[tuple[int, str]] = []
        self.calls: list[str] = []
        self.obstacle = ""
        self.images: list[Image] = []
        self.public: set[int] = set()
        self.organization: Any = None

    def lock(self, object_id: int) -> None:
        self.calls.append("lock")
        if object_id not in self.written:
            raise Refusal("The note is gone.", code="note_gone")

    def writers(self, matter: Any) -> set[int]:
        return self.by.get(matter.object_id, set())

    def texts(self, matter: Any) -> list[MatterText]:
        return [MatterText(self.written.get(matter.object_id, ""), "Note", "en")]

    def pictures(self, matter: Any) -> list[Image]:
        return self.images

    def author(self, matter: Any) -> str:
        return "Night Jasmine"

    def public_object(self, object_id: int) -> PublicObject | None:
        if object_id not in self.public:
            return None
        return PublicObject(f"Note {object_id}", self.organization, f"/en/notes/{object_id}/", "en")

    def take_down(self, object_id: int, editor: Any, reason: str) -> None:
        self.public.discard(object_id)
        self.decided.append((object_id, reason))

    def decide(self, matter: Any, decision: Any, editor: Any) -> None:
        if self.obstacle:
            raise Refusal(self.obstacle, code="obstacle")
        self.calls.append("decide")
        self.decided.append((matter.object_id, decision.value))


class OwnPageKind(NoteKind):
    """Notes that are decided on a page and by a service of their own."""

    name, label = "own", "Own"
    decisions = ()

    def link(self, matter: Any) -> str:
        return f"/workspace/own/{matter.object_id}/"


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Iterator[NoteKind]:
    """The kind "note", registered for one test, with three notes; "own" beside it."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    for each in (NoteKind, OwnPageKind):
        monkeypatch.setitem(kind_labels, each.name, each.label)
    kind = NoteKind()
    kind.written = {number: f"Note {number}: we met at the loom." for number in (1, 2, 3)}
    register_matter_kind(OwnPageKind())
    register_matter_kind(kind)
    return kind
