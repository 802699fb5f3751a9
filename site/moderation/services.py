"""The one path to the public. Each function is one transaction, begun by locking the page; no other code publishes
for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

import outbox
from moderation.content import content_hash
from moderation.models import Submission, Withdrawal
from moderation.permissions import (
    may_decide,
    may_take_back,
    may_withdraw,
    needs_reason_to_withdraw,
    organization_of,
)
from moderation.policy import due_at, half_at
from moderation.refusals import Refused, check_sendable, incomplete, outcome

if TYPE_CHECKING:
    from accounts.models import User

__all__ = [
    "Refused",
    "approve",
    "open_submission",
    "publish_approved",
    "return_",
    "submit",
    "take_back",
    "taken_back",
    "unschedule_undecided",
    "withdraw",
]


@transaction.atomic
def submit(page: Page, user: User) -> Submission:
    """Send a page's latest content for review; from now on it is locked for everybody.

    Raises Refused.
    """
    page = _locked(page.pk)
    if Submission.objects.waiting().filter(page=page.pk).exists():
        raise Refused(_("It waits for an editor already. To change something, take it back first."))
    if page.latest_revision_id is None:
        page.save_revision(user=user)
    # Wagtail's editor starts the same workflow: what follows is open_submission's, whichever way was taken.
    page.get_workflow().start(page, user)
    return Submission.objects.waiting().get(page=page.pk)


@transaction.atomic
def open_submission(task_state: TaskState, user: User | None) -> Submission:
    """Keep what was just sent: revision, fingerprint and the time by which an editor answers.

    Raises Refused, which undoes the start of the workflow.
    """
    revision = Revision.objects.select_for_update().get(pk=task_state.revision_id)
    page = revision.as_object()
    if user is None:
        raise Refused(_("Somebody must send it."))
    check_sendable(page, revision, user)
    organization = organization_of(page)
    sent, kind = timezone.now(), getattr(page, "entry_type", "page")
    submission = Submission.objects.create(
        organization=organization,
        page_id=page.pk,
        revision=revision,
        content_hash=content_hash(revision),
        workflow_state_id=task_state.workflow_state_id,
        title=page.title,
        kind=kind,
        submitted_by=user,
        submitted_at=sent,
        half_at=half_at(organization, kind, sent),
        due_at=due_at(organization, kind, sent),
    )
    log(instance=page, action="moderation.submit", user=user, revision=revision)
    _announce("submission.opened", submission)
    return submission


@transaction.atomic
def take_back(submission: Submission, user: User) -> Submission:
    """End the review of a page that still waits; it is a draft again.

    Raises Refused.
    """
    submission = _locked_waiting(submission)
    if not may_take_back(user, submission):
        raise Refused(_("Only those who sent it can take it back."))
    _running_workflow(submission).cancel(user=user)
    submission.refresh_from_db()
    return submission


@transaction.atomic
def taken_back(workflow_state: WorkflowState, user: User | None) -> None:
    """Record that the review of what still waits was ended, by take_back or by Wagtail's own cancelling."""
    waiting = Submission.objects.waiting().filter(workflow_state=workflow_state)
    if waiting.update(state=Submission.State.TAKEN_BACK, decided_by=user, decided_at=timezone.now()):
        log(instance=workflow_state.content_object.specific, action="moderation.take_back", user=user)


@transaction.atomic
def approve(submission: Submission, editor: User) -> Submission:
    """Publish exactly what was sent.

    Raises Refused, also when its content is no longer what was sent, and when somebody else was quicker.
    """
    submission = _decide(submission, Submission.State.APPROVED, editor)
    workflow_state = _running_workflow(submission)
    # Not update(): beside a newer revision it would start the review of that one instead of ending this one.
    workflow_state.current_task_state.approve(user=editor, update=False)
    workflow_state.finish(user=editor)
    return submission


def publish_approved(submission: Submission, user: User | None) -> None:
    """Make an approved submission's revision public; Wagtail calls it at the end of every workflow, whoever ended it.

    Raises Refused when no editor approved it, or when it is no longer what she saw.
    """
    if submission.state != Submission.State.APPROVED:
        raise Refused(_("An editor has to approve it first."))
    # Locked: nobody overwrites it between this look and the publication.
    revision = Revision.objects.select_for_update().filter(pk=submission.revision_id).first()
    if not _is_as_sent(submission, revision):
        raise Refused(_("It was changed after it was sent. Return it, so that the new text can be sent."))
    try:
        revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as error:
        raise Refused(incomplete(submission.page.specific, error)) from error


@transaction.atomic
def return_(submission: Submission, editor: User, reason: str) -> Submission:
    """Give a page back to those who sent it, with a reason; it is a draft again.

    Raises Refused.
    """
    if not reason.strip():
        raise Refused(_("Write what should be changed, so that the author can do it."))
    submission = _decide(submission, Submission.State.RETURNED, editor, reason.strip())
    workflow_state = _running_workflow(submission)
    workflow_state.current_task_state.reject(user=editor, update=False, comment=submission.reason)
    # A new submission is a new workflow: Wagtail would else resume this one outside any transaction.
    workflow_state.cancel(user=editor)
    return submission


@transaction.atomic
def withdraw(page: Page, user: User, reason: str = "") -> Withdrawal:
    """Take a page from the public at once, also one that would become public later; it is a draft again.

    Raises Refused. Who does not belong to its organization must give a reason.
    """
    page, reason = _locked(page.pk), reason.strip()
    _check_withdrawable(page, user, reason)
    for submission in Submission.objects.waiting().filter(page=page.pk):
        _running_workflow(submission).cancel(user=user)
    page.revisions.update(approved_go_live_at=None)
    # Without a user, for Wagtail would ask for the publish permission, which nobody holds.
    page.unpublish(log_action=False)
    withdrawal = Withdrawal.objects.create(
        organization_id=page.organization_id, page_id=page.pk, by=user, reason=reason
    )
    log(instance=page, action="moderation.withdraw", user=user, data={"reason": reason})
    outbox.record("page.withdrawn", f"page:{page.pk}", {"page": page.pk, "withdrawal": withdrawal.pk})
    return withdrawal


@transaction.atomic
def unschedule_undecided() -> int:
    """Drop the due schedules of what may not become public any more. Gives how many.

    Between approval and the hour, content can be overwritten and an organization suspended.
    """
    dropped = 0
    for revision in Revision.page_revisions.select_for_update().filter(approved_go_live_at__lt=timezone.now()):
        submission = revision.submissions.filter(state=Submission.State.APPROVED).last()
        if not (submission and submission.organization.is_active and _is_as_sent(submission, revision)):
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            dropped += 1
    return dropped


def _locked(page_id: int) -> Any:
    """The page as it is now, locked until the end of the transaction: two people never change its state at once."""
    return Page.objects.select_for_update().get(pk=page_id).specific


def _locked_waiting(submission: Submission) -> Submission:
    """The submission as it is now, if it still waits, with its page locked. Raises Refused."""
    Page.objects.select_for_update().get(pk=submission.page_id)
    current = Submission.objects.select_related("page", "organization", "decided_by").get(pk=submission.pk)
    if not current.is_waiting:
        raise Refused(outcome(current))
    return current


def _decide(submission: Submission, state: str, editor: User, reason: str = "") -> Submission:
    submission = _locked_waiting(submission)
    if not may_decide(editor, submission):
        raise Refused(_("Another editor has to decide: you wrote some of it."))
    if not submission.organization.is_active and state == Submission.State.APPROVED:
        raise Refused(_("The organization is suspended. Nothing of it can become public now."))
    submission.state, submission.reason = state, reason
    submission.decided_by, submission.decided_at = editor, timezone.now()
    submission.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    log(
        instance=submission.page.specific,
        action=f"moderation.{state}",
        user=editor,
        revision=submission.revision,
        data={"submission": submission.pk, "reason": reason},
    )
    _announce("submission.decided", submission)
    return submission


def _running_workflow(submission: Submission) -> WorkflowState:
    """Raises Refused when somebody deleted the workflow or the revision that waits in it."""
    workflow_state = submission.workflow_state
    if workflow_state is None or workflow_state.current_task_state is None:
        raise Refused(_("Its review was ended from outside. Save the page and send it again."))
    return workflow_state


def _is_as_sent(submission: Submission, revision: Revision | None) -> bool:
    return revision is not None and content_hash(revision) == submission.content_hash


def _check_withdrawable(page: Page, user: User, reason: str) -> None:
    if not may_withdraw(user, page):
        raise Refused(_("Only members of its organization and editors can withdraw a page."))
    if hasattr(page, "organization_home"):
        raise Refused(_("The home of an organization cannot be withdrawn. An administrator can hide the organization."))
    if not (page.live or page.approved_schedule):
        raise Refused(_("It is not public."))
    if needs_reason_to_withdraw(user, page) and not reason:
        raise Refused(_("Write why, so that the organization understands it."))


def _announce(kind: str, submission: Submission) -> None:
    outbox.record(kind, f"page:{submission.page_id}", {"submission": submission.pk})
