"""Sending a page for review, taking it back, and appealing against a rejection."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from common.refusal import Refusal
from common.typed_text.characters import one_line
from moderation.comparison.content_hash import content_hash, has_hash
from moderation.models import Submission
from moderation.outbox_events import SUBMISSION_OPENED
from moderation.rules.permissions import is_written_elsewhere, may_appeal, may_take_back, organization_of
from moderation.rules.refusals import check_sendable
from moderation.services.steps import (
    announce,
    drop_offered_corrections,
    locked,
    locked_submission,
    locked_waiting,
    running_workflow,
)
from moderation.timing.response_times import page_times
from orgs.models import OrgContentPage
from orgs.pages.page_kind import PAGE

if TYPE_CHECKING:
    from accounts.models import User

# Wagtail's start() of a workflow takes no further arguments: this passes on the rejection that is appealed against.
appealing: ContextVar[Submission | None] = ContextVar("appealing", default=None)
# True while two languages are sent as one: none is published by trust before both may be.
sending_pair: ContextVar[bool] = ContextVar("sending_pair", default=False)


@transaction.atomic
def submit(page: Page, user: User) -> Submission:
    """Send a page for review, or publish it by trust. Refusal: not allowed, incomplete, expired, unchanged, waiting.

    Sending locks the page for everybody. A submission that was published at once is approved already.
    """
    page = locked(page.pk)
    if Submission.objects.waiting().filter(page=page.pk).exists():
        raise Refusal(_("It waits for an editor already. To change something, take it back first."), code="in_review")
    # A page that was made by a program may have no revision yet.
    if page.latest_revision_id is None:
        page.save_revision(user=user)
    # Wagtail's own editor starts the same workflow: for both, the receivers do the rest.
    workflow_state = page.get_workflow().start(page, user)
    return Submission.objects.get(workflow_state=workflow_state)


@transaction.atomic
def appeal(submission: Submission, user: User) -> Submission:
    """Send a rejected, unchanged page to another editor, once; return the new submission, or raise Refusal."""
    refused = locked_submission(submission)
    if not may_appeal(user, refused):
        raise Refusal(
            _("A review by another editor is possible only once, and only the organization can ask for it."),
            code="appeal_not_possible",
        )
    # Read anew: `refused.page` may be older than the last saved draft.
    latest = Page.objects.get(pk=refused.page_id).get_latest_revision()
    if latest is None or not has_hash(latest, refused.content_hash):
        raise Refusal(_("It was changed after it was rejected. Send the new text for review."), code="content_changed")
    told = appealing.set(refused)
    try:
        return submit(refused.page, user)
    finally:
        appealing.reset(told)


@transaction.atomic
def open_submission(task_state: TaskState, user: User | None) -> Submission:
    """Store, log and announce the submission of a page just sent, with hash and due time. Refusal if not to be sent.

    A Refusal undoes the start of the workflow.
    """
    # Locked: autosave must not overwrite it between its hash and the end of the transaction.
    revision = Revision.objects.select_for_update().get(pk=task_state.revision_id)
    page, appeal_of = revision.as_object(), appealing.get()
    if user is None and not is_written_elsewhere(page):
        raise Refusal(_("Somebody must send it."), code="user_required")
    check_sendable(page, revision, user, appeal_of)
    organization = organization_of(page)
    sent, kind = timezone.now(), getattr(page, "page_kind", PAGE).name
    reminder, due = page_times(organization, kind, sent)
    submission = Submission.objects.create(
        organization=organization,
        page_id=page.pk,
        revision=revision,
        content_hash=content_hash(revision, page),
        workflow_state_id=task_state.workflow_state_id,
        title=one_line(page.title),
        kind=kind,
        submitted_by=user,
        submitted_at=sent,
        reminder_at=reminder,
        due_at=due,
        appeal_of=appeal_of,
    )
    if isinstance(page, OrgContentPage):
        submission.topics.add(*page.entry_topics())
    log(instance=page, action="moderation.submit", user=user, revision=revision)
    announce(SUBMISSION_OPENED, submission)
    return submission


@transaction.atomic
def take_back(submission: Submission, user: User) -> Submission:
    """Cancel the review of a waiting submission: a draft again. Raises Refusal unless a member or its sender asks."""
    submission = locked_waiting(submission)
    if not may_take_back(user, submission):
        raise Refusal(_("Only those who sent it can take it back."), code="senders_only")
    running_workflow(submission).cancel(user=user)
    submission.refresh_from_db()
    return submission


@transaction.atomic
def cancel_review(submission: Submission, user: User | None) -> None:
    """End the review of a waiting submission and of what was sent together with it; checks no rights.

    Also where Wagtail's workflow is gone or was ended by another way: what must leave the public at once never waits
    for that.
    """
    workflow_state = submission.workflow_state
    # `cancel` needs a running workflow with its task.
    running, task = WorkflowState.STATUS_IN_PROGRESS, workflow_state and workflow_state.current_task_state
    if workflow_state and task and workflow_state.status == running:
        workflow_state.cancel(user=user)
    submission = Submission.objects.with_pairs().get(pk=submission.pk)
    if submission.is_waiting:
        _mark_taken_back(submission, user)


@transaction.atomic
def mark_cancelled(workflow_state: WorkflowState, user: User | None) -> None:
    """Mark a workflow's waiting submission as taken back, with the one sent together with it, and log that."""
    for submission in Submission.objects.waiting().with_pairs().filter(workflow_state=workflow_state):
        _mark_taken_back(submission, user)


def _mark_taken_back(submission: Submission, user: User | None) -> None:
    """Store and log that a submission was taken back, drop its offered corrections, end the other language's review."""
    others = [part for part in submission.parts if part.pk != submission.pk]
    submission.state, submission.decided_by, submission.decided_at = "taken-back", user, timezone.now()
    submission.claimed_by = submission.claimed_at = None
    submission.save(update_fields=["state", "decided_by", "decided_at", "claimed_by", "claimed_at"])
    drop_offered_corrections(submission)
    if submission.page:
        log(instance=submission.page.specific, action="moderation.take_back", user=user)
    for other in others:
        cancel_review(other, user)
