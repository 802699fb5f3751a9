"""The steps that the services share: lock, record a decision, end the workflow, log and announce."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

import outbox
from common.refusal import Refusal
from common.typed_text.characters import readable
from moderation.models import Correction, HeldDecision, Reason, SentTogether, Submission
from moderation.outbox_events import SUBMISSION_DECIDED, SubmissionPayload
from moderation.rules.refusals import describe_submission_state
from moderation.services.remembering import remember_refusal
from outbox import EventKind

if TYPE_CHECKING:
    from accounts.models import User

RELATED_ROWS = ("page", "organization", "decided_by", "claimed_by", "appeal_of", "revision")
# For Submission.parts.
PAIRS = ("sent_with_translation__translation", "sent_with_original__original")


def locked(page_id: int | None) -> Any:
    """Return the page of this id in its specific class, its row locked. Raises Refusal when it was deleted.

    With the lock two people never change its state at once.
    """
    return lock_row(page_id).specific


def lock_row(page_id: int | None) -> Page:
    """Return the base Page row of this id, locked until the transaction ends. Raises Refusal when it was deleted.

    It lacks the fields of the page's kind.
    """
    # On SQLite the lock is ignored: there every transaction begins with the only write lock (IMMEDIATE).
    page = Page.objects.select_for_update().filter(pk=page_id).first() if page_id else None
    if page is None:
        raise page_deleted()
    return page


def page_deleted() -> Refusal:
    """Return, not raise, the refusal of an action on a page that was deleted."""
    return Refusal(_("The page was deleted."), code="page_deleted")


def lock_rows(page_ids: Collection[int | None]) -> None:
    """Lock the rows of these pages in the order of their ids, so that nobody waits in a circle; ignore deleted ones."""
    known = {page_id for page_id in page_ids if page_id}
    list(Page.objects.select_for_update().filter(pk__in=known).order_by("pk").values_list("pk"))


def lock_row_with_pair(page_id: int, *more: int) -> None:
    """Lock the rows of a page, of `more` pages, and of all that wait together with one of them for one decision."""
    waiting = Submission.objects.waiting().filter(page__in=[page_id, *more]).with_pairs()
    lock_rows([page_id, *more, *(part.page_id for submission in waiting for part in submission.parts)])


def locked_submission(submission: Submission) -> Submission:
    """Return the submission reloaded, with its page's row locked. Raises Refusal when the page was deleted.

    The row of its other language, if both were sent as one, is locked as well.
    """
    # The page's row is the lock for all that hangs on it: with one lock nobody can wait in a circle. Two languages that
    # were sent as one are locked in the order of their ids, by one query.
    pairs = SentTogether.objects
    pages = Page.objects.select_for_update().filter(
        Q(pk=submission.page_id)
        | Q(pk__in=pairs.filter(original=submission.pk).values("translation__page"))
        | Q(pk__in=pairs.filter(translation=submission.pk).values("original__page"))
    )
    if submission.page_id not in pages.order_by("pk").values_list("pk", flat=True):
        raise page_deleted()
    return _reloaded(submission)


def locked_parts(submission: Submission) -> list[Submission]:
    """Return a waiting submission and those decided on with it, the original first, reloaded, locked; else Refusal.

    That is the submission alone, or both of a pair. Raises Refusal unless it waits.
    """
    current = locked_waiting(submission)
    return [part if part is current else _reloaded(part) for part in current.parts]


def _reloaded(submission: Submission) -> Submission:
    """Return the submission as it is now; `is_held` tells whether a held decision stands on it."""
    held = HeldDecision.objects.about(OuterRef("pk"))
    rows = Submission.objects.select_related(*RELATED_ROWS, *PAIRS).annotate(is_held=Exists(held))
    return rows.get(pk=submission.pk)


def part_of(parts: list[Submission], submission: Submission) -> Submission:
    """Return the object in `parts` that is this submission (has its id). Raises StopIteration if there is none."""
    return next(part for part in parts if part.pk == submission.pk)


@contextmanager
def naming(part: Submission, parts: Collection[Submission]) -> Iterator[None]:
    """Put a part's title before the words of a Refusal in a `with` block, if several submissions are decided as one."""
    try:
        yield
    except Refusal as refusal:
        if len(parts) == 1:
            raise
        raise Refusal(f"{part.title}: {refusal}", code=refusal.code) from refusal


def locked_waiting(submission: Submission) -> Submission:
    """Return the submission reloaded, with its page's row locked. Raises Refusal unless the submission waits."""
    current = locked_submission(submission)
    if not current.is_waiting:
        raise Refusal(describe_submission_state(current), code="already_decided")
    return current


def record_decision(
    submission: Submission, state: str, by: User | None, reason: str = "", reasons: Collection[Reason] = ()
) -> None:
    """Store and announce a decision, end claim and offers, remember a rejection; rights and state are not checked."""
    submission.state, submission.reason = state, readable(reason)
    submission.decided_by, submission.decided_at = by, timezone.now()
    submission.claimed_by = submission.claimed_at = None
    submission.save(update_fields=["state", "reason", "decided_by", "decided_at", "claimed_by", "claimed_at"])
    if reasons:
        submission.reasons.set(reasons)
    # A returned page is meant to come again, almost the same.
    if state == Submission.State.REFUSED:
        remember_refusal(submission)
    drop_offered_corrections(submission)
    announce(SUBMISSION_DECIDED, submission)


def all_reasons(submission: Submission) -> str:
    """Return the reasons of a decision on a submission as text, listed ones and the editor's words, one a line."""
    return "\n".join(filter(None, [*(row.name for row in submission.reasons.all()), submission.reason]))


def drop_offered_corrections(submission: Submission) -> None:
    """Mark the corrections of a submission that nobody has answered as dropped."""
    submission.corrections.filter(state=Correction.State.OFFERED).update(state=Correction.State.DROPPED)


def drop_claims(parts: Collection[Submission]) -> None:
    """End the claims on some submissions, in the database and in these objects."""
    for part in parts:
        part.claimed_by = part.claimed_at = None
        part.save(update_fields=["claimed_by", "claimed_at"])


def complete_workflow(submission: Submission, user: User | None) -> None:
    """End an approved submission's workflow, which publishes it. Raises Refusal if the workflow is gone."""
    workflow_state = running_workflow(submission)
    # update=False: with a newer revision Wagtail would start the review of that one instead of ending this one.
    workflow_state.current_task_state.approve(user=user, update=False)
    workflow_state.finish(user=user)


def cancel_workflow(submission: Submission, user: User) -> None:
    """End a submission's workflow without publishing: a draft again. Raises Refusal if the workflow is gone."""
    workflow_state = running_workflow(submission)
    workflow_state.current_task_state.reject(user=user, update=False, comment=submission.reason)
    # A new submission starts a new workflow: else Wagtail would resume this one outside any transaction.
    workflow_state.cancel(user=user)


def running_workflow(submission: Submission) -> WorkflowState:
    """Return the Wagtail workflow state of a waiting submission. Raises Refusal if it or its task is gone."""
    workflow_state = submission.workflow_state
    if workflow_state is None or workflow_state.current_task_state is None:
        raise Refusal(
            _("Its review was cancelled outside the workspace. Save the page and send it again."),
            code="workflow_missing",
        )
    return workflow_state


def write_log(submission: Submission, action: str, user: User | None, **data: Any) -> None:
    """Add an entry about a submission to its page's history, under the name "moderation.<action>"."""
    log(
        instance=submission.page.specific,
        action=f"moderation.{action.replace('-', '_')}",
        user=user,
        revision=submission.revision,
        data={"submission": submission.pk} | data,
    )


def announce(kind: EventKind[SubmissionPayload], submission: Submission) -> None:
    """Record an outbox event of the given kind about a submission."""
    outbox.record(kind, f"page:{submission.page_id}", SubmissionPayload(submission=submission.pk))
