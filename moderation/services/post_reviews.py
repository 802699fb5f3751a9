"""Publication at once for trusted organizations, and the review by an editor afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from common.refusal import Refusal
from common.typed_text.characters import readable
from moderation.comparison.revisions import version_of
from moderation.models import Submission
from moderation.outbox_events import SUBMISSION_POST_REVIEW
from moderation.rules.memory import needs_editor
from moderation.rules.permissions import post_review_writers
from moderation.rules.tiers import is_sampled, publishes_at_once
from moderation.services.sending import sending_pair
from moderation.services.steps import (
    announce,
    complete_workflow,
    lock_row,
    locked_submission,
    record_decision,
    write_log,
)
from moderation.services.tiers import take_trust_back
from moderation.services.withdrawing import withdraw
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.permissions import may_write

if TYPE_CHECKING:
    from accounts.models import User

PostReview = Submission.PostReview


@transaction.atomic
def publish_trusted(workflow_state: WorkflowState, user: User | None) -> None:
    """Publish a just sent page without review if organization and sender are trusted, and maybe mark it for review.

    A Refusal undoes the sending. One of two languages that are sent as one is left to `send_together`.
    """
    if sending_pair.get():
        return
    submission = Submission.objects.select_related("organization", "page").filter(workflow_state=workflow_state).first()
    if submission is None or user is None or not is_trusted_with(submission, user):
        return
    lock_row(submission.page_id)
    submission.is_by_trust = True
    submission.post_review = PostReview.DUE if is_sampled(submission.organization) else PostReview.NONE
    submission.save(update_fields=["is_by_trust", "post_review"])
    record_decision(submission, Submission.State.APPROVED, None)
    write_log(submission, "trusted", user)
    # Wagtail goes on with this very instance after its signal: another one would be overwritten by its old state.
    submission.workflow_state = workflow_state
    complete_workflow(submission, user)
    if submission.post_review == PostReview.DUE:
        announce(SUBMISSION_POST_REVIEW, submission)


def is_trusted_with(submission: Submission, user: User) -> bool:
    """Return whether a submission goes public at once: trusted tier, second factor, and no editor needed.

    It is sent by a member with a second factor, and is nothing like what an editor took down or rejected.
    """
    if not submission.is_waiting or submission.appeal_of_id:
        return False
    if not (may_write(user, submission.organization) and publishes_at_once(submission.organization, user)):
        return False
    sent = version_of(submission.page, submission.revision) if submission.revision else submission.page.specific
    return not needs_editor(sent, submission.organization)


@transaction.atomic
def sample_for_finding(submission: Submission) -> bool:
    """Mark a page published by trust as due for review after a serious finding; return whether that is new."""
    submission = locked_submission(submission)
    if not submission.is_by_trust or submission.post_review != PostReview.NONE:
        return False
    submission.post_review = PostReview.DUE
    submission.save(update_fields=["post_review"])
    announce(SUBMISSION_POST_REVIEW, submission)
    return True


@transaction.atomic
def post_review(
    submission: Submission, editor: User, finding: bool, reason: str = "", take_down: bool = False
) -> Submission:
    """Record a review after publication: a finding ends trust, `take_down` withdraws. Refusal: no right or reason."""
    submission, reason = locked_submission(submission), readable(reason)
    _check_looking(submission, editor)
    if (finding or take_down) and not reason:
        raise Refusal(_("Write what you found, so that the organization understands it."), code="reason_required")
    submission.post_review = PostReview.FINDING if finding or take_down else PostReview.FINE
    submission.post_review_by, submission.post_review_at, submission.reason = editor, timezone.now(), reason
    submission.save(update_fields=["post_review", "post_review_by", "post_review_at", "reason"])
    write_log(submission, f"post_review_{submission.post_review}", editor, reason=reason)
    if submission.post_review == PostReview.FINDING:
        take_trust_back(submission.organization, editor, reason)
        announce(SUBMISSION_POST_REVIEW, submission)
    if take_down:
        withdraw(submission.page, editor, reason)
    return submission


def _check_looking(submission: Submission, editor: User) -> None:
    """Raise Refusal when this editor may not review the submission after its publication."""
    if not submission.is_by_trust:
        raise Refusal(_("An editor has decided on it before it was public."), code="already_decided")
    if submission.post_review in (PostReview.FINE, PostReview.FINDING):
        name = submission.post_review_by.name if submission.post_review_by else _("Somebody")
        raise Refusal(_("%(name)s has reviewed it already.") % {"name": name}, code="already_reviewed")
    refuse_conflict(editor, submission.organization_id, post_review_writers(submission))
