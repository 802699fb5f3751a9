"""Writing of notes on a piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.rate_limit import DAY, RateLimit
from common.refusal import Refusal
from common.typed_text.characters import lines, readable
from common.typed_text.lengths import length
from moderation.models import Submission, SubmissionNote
from moderation.models.submissions import LONGEST_NOTE
from moderation.notes.permissions import NoteSide, note_side, writing_side
from moderation.rules.refusals import suspended_refusal
from moderation.services.steps import locked

if TYPE_CHECKING:
    from accounts.models import User

# Notes of one person on all pieces together.
WRITTEN = RateLimit("notes of one person", 40, DAY)


@transaction.atomic
def write_note(submission: Submission, user: User, text: str) -> SubmissionNote:
    """Store and log a note on a submission. Refusal: stranger, suspended organization, no text or page, too many a day.

    The same words sent twice in a row by one person are one note. The other side is told by mail some minutes later.
    """
    side = note_side(user, submission)
    if side is None:
        raise Refusal(_("Only its organization and editors from outside write notes on it."), code="not_concerned")
    if writing_side(user, submission) is None:
        raise suspended_refusal()
    # Locked, so that a second click waits for the first one and finds its note, and so that nobody deletes the page.
    page = locked(submission.page_id)
    text = _checked(text)
    last = submission.notes.order_by("pk").last()
    if last is not None and last.author_id == user.pk and last.text == text:
        return last
    if not WRITTEN.allows_in_transaction(str(user.pk)):
        raise Refusal(_("You have written very many notes today. Please go on tomorrow."), code="too_many_notes")
    # No words in the log: they stand in the note.
    log(instance=page, action="moderation.note", user=user)
    is_from_editor = side == NoteSide.EDITORS
    return SubmissionNote.objects.create(submission=submission, author=user, is_from_editor=is_from_editor, text=text)


def _checked(text: str) -> str:
    """Return the text of a note without blanks at its ends. Raises Refusal when it is empty or too long."""
    text = readable(lines(text))
    if not text:
        raise Refusal(_("Please write something."), code="empty_note")
    if length(text) > LONGEST_NOTE:
        raise Refusal(_("The note is too long."), code="long_note")
    return text
