"""Mails about notes: what one side wrote within some minutes is told to the other side at once."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from accounts.models import User
from moderation.mails import link, send_to_person
from moderation.models import Notice, Submission, SubmissionNote
from moderation.notes.permissions import NoteSide, note_side
from moderation.notifications.desk_digest import editors_for, notify
from orgs.models import Role

logger = logging.getLogger(__name__)

# So long a note waits for more notes of its side.
GATHERING = timedelta(minutes=5)


def tell_notes() -> int:
    """Tell the other side of all notes that have waited five minutes; return the number of conversations told."""
    now = timezone.now()
    waiting = SubmissionNote.objects.filter(told_at=None).order_by("submission", "is_from_editor")
    conversations = waiting.values_list("submission", "is_from_editor").annotate(first=Min("created_at"))
    # A first note from the future was written before the clock was set back.
    due = conversations.filter(Q(first__lte=now - GATHERING) | Q(first__gt=now))
    return sum(_told(submission_id, is_from_editor) for submission_id, is_from_editor, _first in list(due))


def _told(submission_id: int, is_from_editor: bool) -> bool:
    """Tell one side of a submission's notes, and return whether it worked; an error is logged."""
    try:
        _tell(submission_id, is_from_editor)
    except Exception:
        # One bad address must not stop the mails about other pieces.
        logger.exception("The notes on submission %s could not be told.", submission_id)
        return False
    return True


@transaction.atomic
def _tell(submission_id: int, is_from_editor: bool) -> None:
    """Record what tells one side of a submission of the other side's new notes, and mark these as told."""
    # Of two workers one tells, the other finds nothing.
    submission = Submission.objects.select_for_update(no_key=True).get(pk=submission_id)
    new = submission.notes.filter(told_at=None, is_from_editor=is_from_editor)
    notes = list(new.select_related("author"))
    new.filter(pk__in=[note.pk for note in notes]).update(told_at=timezone.now())
    # Nobody reads notes on a page that was deleted.
    if not notes or submission.page is None:
        return
    if is_from_editor:
        _mail_organization(submission, notes)
    else:
        notify(_editors_concerned(submission), Notice.Kind.NOTE, submission=submission)


def _mail_organization(submission: Submission, notes: list[SubmissionNote]) -> None:
    """Record one mail with an editor's notes to each person of the organization whom they concern.

    It is sent even to who wants no mails about decisions: somebody waits for her answer.
    """
    there = link("workspace:notes", submission.page_id)
    for person in _members_concerned(submission):
        identity = f"notes {notes[-1].pk}"
        send_to_person(person, "notes", submission, identity=identity, link=there, notes=notes)


def _members_concerned(submission: Submission) -> list[User]:
    """Return who sent a submission or wrote notes on it for the organization and still may; else its managers."""
    wrote = _writers(submission, is_from_editor=False)
    sender = [submission.submitted_by] if submission.submitted_by else []
    concerned = _still_writing({*sender, *wrote}, submission, NoteSide.ORGANIZATION)
    managers = User.objects.filter(
        is_active=True, memberships__organization=submission.organization_id, memberships__role=Role.MANAGER
    )
    return concerned or list(managers.order_by("pk"))


def _editors_concerned(submission: Submission) -> list[User]:
    """Return the editors who decided on a submission, claimed it or wrote notes on it and still may; else all free."""
    took_part = {submission.holder, submission.decided_by, *_writers(submission, is_from_editor=True)} - {None}
    return _still_writing(took_part, submission, NoteSide.EDITORS) or editors_for(submission)


def _writers(submission: Submission, *, is_from_editor: bool) -> set[User]:
    notes = submission.notes.filter(is_from_editor=is_from_editor).exclude(author=None).values("author")
    return set(User.objects.filter(pk__in=notes))


def _still_writing(people: Iterable[User | None], submission: Submission, side: NoteSide) -> list[User]:
    """Return those people who still write notes for this side, in the order of their ids."""
    known = [person for person in people if person and person.is_active and note_side(person, submission) == side]
    return sorted(known, key=lambda person: person.pk)
