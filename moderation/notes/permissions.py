"""Rules about who reads and writes notes on a piece."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from moderation.models import Submission
from orgs.guard.conflict_of_interest import conflict_of
from orgs.permissions import is_editor, is_member, may_translate


class NoteSide(StrEnum):
    """The two sides that write to each other about a piece."""

    ORGANIZATION = "organization"
    EDITORS = "editors"


def note_side(user: Any, submission: Submission) -> NoteSide | None:
    """Return the side on which a user reads the notes on a submission; None if on neither, or its page is gone.

    Members stand on their organization's side, also those who are editors too: they have a conflict of interest. So do
    its translators on pages in their language. All other editors are on the editors' side.
    """
    organization = submission.organization_id
    if submission.page is None:
        return None
    if is_member(user, organization) or may_translate(user, organization, submission.page.locale.language_code):
        return NoteSide.ORGANIZATION
    return NoteSide.EDITORS if conflict_of(user, organization) is None else None


def writing_side(user: Any, submission: Submission) -> NoteSide | None:
    """Return the side for which a user may write a note now; None if none, and for a suspended organization."""
    side = note_side(user, submission)
    if side == NoteSide.ORGANIZATION:
        language = submission.page.locale.language_code
        return side if may_translate(user, submission.organization_id, language) else None
    return side


def may_read_notes(user: Any, submission: Submission) -> bool:
    """Return whether a user may read the notes on a submission: who may write some, and every editor."""
    return is_editor(user) or note_side(user, submission) is not None
