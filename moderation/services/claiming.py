"""Claims of editors on submissions: nobody else decides until the editor releases it or stops working on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusal import Refusal
from moderation.models import Submission
from moderation.rules.refusals import check_free, check_may_decide, check_undecided
from moderation.services.steps import locked_parts, part_of
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.models import Organization

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def claim(submission: Submission, editor: User) -> Submission:
    """Give an editor the claim on a waiting submission, or extend it. Raises Refusal if another has it, or conflict."""
    parts = locked_parts(submission)
    check_may_decide(editor, parts[0])
    check_undecided(parts)
    for part in parts:
        check_free(editor, part)
    return _hold(parts, submission, editor)


@transaction.atomic
def assign(submission: Submission, editor: User, to: User) -> Submission:
    """Give a colleague the claim on a waiting submission. Refusal on a conflict of either, another claim, if decided.

    An editor who asked for a second opinion may choose who gives it.
    """
    parts = locked_parts(submission)
    # Nobody chooses who decides about her own organization.
    refuse_conflict(editor, submission.organization_id)
    check_may_decide(to, parts[0])
    check_undecided(parts)
    for part in parts:
        check_free(editor, part)
    return _hold(parts, submission, to)


@transaction.atomic
def renew_claim(submission: Submission, editor: User) -> Submission:
    """Extend an editor's own claim on a waiting submission, also an expired one. Raises Refusal without a claim."""
    parts = locked_parts(submission)
    check_undecided(parts)
    check_free(editor, part_of(parts, submission))
    if part_of(parts, submission).claimed_by_id != editor.pk:
        raise Refusal(_("You have not claimed it."), code="not_claimed")
    return _hold(parts, submission, editor)


@transaction.atomic
def release(submission: Submission, editor: User) -> Submission:
    """End an editor's own claim on a waiting submission. Raises Refusal when the editor has no claim on it."""
    parts = locked_parts(submission)
    if part_of(parts, submission).claimed_by_id != editor.pk:
        raise Refusal(_("You have not claimed it."), code="not_claimed")
    return _hold(parts, submission, None)


@transaction.atomic
def release_all(user: User, organization: Organization | None = None) -> int:
    """End all claims of a user on waiting submissions (of one organization if given), and return their number."""
    held = Submission.objects.waiting().filter(claimed_by=user)
    if organization is not None:
        held = held.of(organization)
    # Without the pages' locks: whoever decides at this moment has checked the claim already.
    return held.update(claimed_by=None, claimed_at=None)


def _hold(parts: list[Submission], submission: Submission, editor: User | None) -> Submission:
    """Store a new claim of an editor, or none, on all that is decided as one; return this submission of it."""
    now = timezone.now() if editor else None
    for part in parts:
        part.claimed_by, part.claimed_at = editor, now
        part.save(update_fields=["claimed_by", "claimed_at"])
    return part_of(parts, submission)
