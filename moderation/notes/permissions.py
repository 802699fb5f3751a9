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
    """Return the side for which a user writes notes on a submission; None if she may not, or its page is gone.

    Members of its organization write for it, also those who are editors too: they have a conflict of interest. So do
    its translators on pages in their language. All other editors write as editors.
    """
    organization = submission.organization_id
    if submission.page is None:
        return None
    if is_member(user, organization) or may_translate(user, organization, submission.page.locale.language_code):
        return NoteSide.ORGANIZATION
    return NoteSide.EDITORS if conflict_of(user, organization) is None else None


def may_read_notes(user: Any, submission: Submission) -> bool:
    """Return whether a user may read the notes on a submission: who may write some, and every editor."""
    return is_editor(user) or note_side(user, submission) is not None
