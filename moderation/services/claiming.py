"""Claims of editors on submissions: nobody else decides until the editor releases it or stops working on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusal import Refusal
from moderation.models import Submission
from moderation.rules.refusals import check_free, check_may_decide
from moderation.services.steps import locked_waiting
from orgs.models import Organization

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def claim(submission: Submission, editor: User) -> Submission:
    """Give an editor the claim on a waiting submission, or extend it. Raises Refusal if another has it, or conflict."""
    submission = locked_waiting(submission)
    check_may_decide(editor, submission)
    check_free(editor, submission)
    return _hold(submission, editor)


@transaction.atomic
def renew_claim(submission: Submission, editor: User) -> Submission:
    """Extend an editor's own claim on a waiting submission, also an expired one. Raises Refusal without a claim."""
    submission = locked_waiting(submission)
    check_free(editor, submission)
    if submission.claimed_by_id != editor.pk:
        raise Refusal(_("You have not claimed it."), code="not_claimed")
    return _hold(submission, editor)


@transaction.atomic
def release(submission: Submission, editor: User) -> Submission:
    """End an editor's own claim on a waiting submission. Raises Refusal when the editor has no claim on it."""
    submission = locked_waiting(submission)
    if submission.claimed_by_id != editor.pk:
        raise Refusal(_("You have not claimed it."), code="not_claimed")
    return _hold(submission, None)


@transaction.atomic
def release_all(user: User, organization: Organization | None = None) -> int:
    """End all claims of a user on waiting submissions (of one organization if given), and return their number."""
    held = Submission.objects.waiting().filter(claimed_by=user)
    if organization is not None:
        held = held.of(organization)
    # Without the pages' locks: whoever decides at this moment has checked the claim already.
    return held.update(claimed_by=None, claimed_at=None)


def _hold(submission: Submission, editor: User | None) -> Submission:
    """Store a new claim of an editor, or none, on a submission."""
    submission.claimed_by, submission.claimed_at = editor, timezone.now() if editor else None
    submission.save(update_fields=["claimed_by", "claimed_at"])
    return submission
