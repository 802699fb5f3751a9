"""The notes on a piece as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from moderation.models import Submission, SubmissionNote
from moderation.notes.permissions import NoteSide, note_side, writing_side
from moderation.notes.reading import newest_notes
from orgs.guard.display_names import name_for
from workspace.notes.forms import NoteForm


@dataclass(frozen=True)
class ShownNote:
    """A note with its author's name as the reader may see it; "" for a person who was erased."""

    note: SubmissionNote
    name: str


@dataclass(frozen=True)
class Conversation:
    """The newest notes on a piece, whether there are older ones, the reader's side, and her form if she may write."""

    page_id: int
    notes: list[ShownNote]
    has_older: bool
    side: NoteSide | None
    form: NoteForm | None


def conversation_on(submission: Submission, reader: Any) -> Conversation:
    """Return the notes on the page of a submission for a reader; the page is there; her right is not checked."""
    side, page_id = note_side(reader, submission), submission.page.pk
    notes, has_older = newest_notes(page_id)
    offered = writing_side(reader, submission)
    form = NoteForm(side=offered, page_id=page_id) if offered else None
    return Conversation(page_id, shown_notes(notes, reader), has_older, side, form)


def shown_notes(notes: Iterable[SubmissionNote], reader: Any) -> list[ShownNote]:
    """Return these notes with their authors' names as the reader may see them."""
    return [ShownNote(note, name_for(reader, note.author) if note.author else "") for note in notes]
