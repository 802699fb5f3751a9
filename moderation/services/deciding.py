"""The decisions of an editor about a waiting submission."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from assets.services import lock_files
from common.refusal import Refusal
from common.typed_text.characters import readable
from moderation.models import Correction, Reason, Submission
from moderation.outbox_events import SUBMISSION_SECOND_OPINION
from moderation.rules.approvals import decided_content, has_expired, matches_approved
from moderation.rules.completeness import check_pictures, incomplete
from moderation.rules.permissions import is_written_elsewhere
from moderation.rules.refusals import check_free, check_may_decide, check_reason, check_undecided
from moderation.services.awaiting_checks import require_checks
from moderation.services.steps import (
    all_reasons,
    announce,
    cancel_workflow,
    complete_workflow,
    drop_claims,
    locked,
    locked_parts,
    naming,
    part_of,
    record_decision,
    write_log,
)

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def approve(submission: Submission, editor: User, *, unchecked: bool = True) -> Submission:
    """Approve, publish or schedule a submission. Refusal on changed content, conflict, open checks if not `unchecked`.

    With `unchecked` also while checks are not made yet; the page's history says so then. Raises Refusal without it,
    when its content is no longer what was sent, and when somebody else was quicker. Of two languages that were sent as
    one, both become public or neither; so it is with every decision.
    """
    parts = lock_for_decision(submission, editor)
    for part in parts:
        with naming(part, parts):
            approve_part(part, editor, editor, unchecked=unchecked)
    return part_of(parts, submission)


def approve_part(submission: Submission, editor: User | None, user: User, *, unchecked: bool) -> None:
    """Approve, log and publish one locked submission by an editor's decision. Raises Refusal; checks no rights.

    `user` is the person who acts. What was sent together with it is the caller's to approve in the same transaction.
    """
    without = check_standing(submission, unchecked=unchecked)
    record_decision(submission, Submission.State.APPROVED, editor)
    write_log(submission, "approved", editor, **without)
    complete_workflow(submission, user)


def check_standing(submission: Submission, *, unchecked: bool) -> dict[str, list[str]]:
    """Raise Refusal while checks are pending, unless `unchecked`, or the organization is suspended.

    Returns the names of the pending checks as log data.
    """
    without = require_checks(submission, unchecked=unchecked)
    if not submission.organization.is_active:
        raise Refusal(
            _("The organization is suspended. Nothing of it can become public now."), code="organization_suspended"
        )
    return without


@transaction.atomic
def publish_as_written(page: Page, editor: User) -> Submission:
    """Publish a page that gives words from outside the portal, by one decision. Refusal if anybody here wrote some.

    Its submission has no sender, so that the rule about one's own writing holds as for all pages.
    """
    page = locked(page.pk)
    if not is_written_elsewhere(page):
        raise Refusal(_("Somebody of the portal wrote some of it: send it for review."), code="review_required")
    # start() sends Wagtail's signals, by which receivers.open_sent_submission stores the submission.
    return approve(Submission.objects.get(workflow_state=page.get_workflow().start(page, None)), editor)


@transaction.atomic
def request_changes(
    submission: Submission, editor: User, reason: str = "", reasons: Collection[Reason] = ()
) -> Submission:
    """Return a submission to its author with reasons, as a draft. Raises Refusal without a reason or on a conflict.

    The reasons are from the list, in the editor's own words, or both.
    """
    return _decide_against(submission, Submission.State.RETURNED, editor, reason, reasons)


@transaction.atomic
def reject(submission: Submission, editor: User, reason: str = "", reasons: Collection[Reason] = ()) -> Submission:
    """Reject a submission and remember its content against copies. Raises Refusal without a reason or on a conflict.

    Its organization may ask another editor once.
    """
    return _decide_against(submission, Submission.State.REFUSED, editor, reason, reasons)


@transaction.atomic
def request_second_opinion(submission: Submission, editor: User, note: str) -> Submission:
    """Leave a submission to other editors, notify them. Refusal: no note, asked before, corrected, or a conflict."""
    parts = lock_for_decision(submission, editor)
    if not readable(note):
        raise Refusal(_("Write what the other editor should look at."), code="reason_required")
    if any(part.second_look_by_id for part in parts):
        raise Refusal(
            _("A second opinion was requested already, and you are the one to give it. Please decide."),
            code="second_opinion_requested",
        )
    if Correction.objects.filter(submission__in=parts, state=Correction.State.OFFERED).exists():
        raise Refusal(
            _("A correction of it is waiting for an answer. That counts as a second opinion."),
            code="correction_pending",
        )
    drop_claims(parts)
    for part in parts:
        part.second_look_by, part.second_look_note = editor, readable(note)
        part.save(update_fields=["second_look_by", "second_look_note"])
        write_log(part, "second", editor)
        announce(SUBMISSION_SECOND_OPINION, part)
    return part_of(parts, submission)


def publish_approved(submission: Submission, user: User | None) -> None:
    """Publish or schedule exactly the approved content. Raises Refusal if not approved, changed or expired."""
    if submission.state != Submission.State.APPROVED:
        raise Refusal(_("An editor has to approve it first."), code="approval_required")
    revision = publishable(submission)
    # Wagtail trusts the live_revision inside a revision. An old value would unpublish the page until the new hour.
    revision.content["live_revision"] = submission.page.live_revision_id
    try:
        revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as error:
        raise Refusal(incomplete(submission.page.specific, error), code="invalid_content") from error


def publishable(submission: Submission) -> Revision:
    """Return the revision with the decided content of a submission, its row and files locked. Refusal if changed."""
    # Expired content and pictures without their answers are refused too.
    decided = decided_content(submission)
    # Locked, so that nobody overwrites it between this check and the publication.
    revision = Revision.objects.select_for_update().filter(pk=decided.revision_id).first()
    page = revision.as_object() if revision else None
    if page:
        lock_files(page)
    if revision is None or page is None or not matches_approved(decided, revision, page):
        raise Refusal(
            _("It was changed after it was sent. Return it, so that the new text can be sent."), code="content_changed"
        )
    if has_expired(revision):
        raise Refusal(
            _("Its expiry time has already passed. Return it, so that a later one can be set."), code="expired"
        )
    # Asked again: the answers about a picture may have changed since the page was sent.
    check_pictures(page)
    return revision


def lock_for_decision(submission: Submission, editor: User) -> list[Submission]:
    """Return all that is decided on with a waiting submission, locked. Raises Refusal if she may not decide now."""
    parts = locked_parts(submission)
    check_undecided(parts)
    # Asks about both languages of a pair.
    check_may_decide(editor, parts[0])
    for part in parts:
        check_free(editor, part)
    return parts


def _decide_against(
    submission: Submission, state: str, editor: User, reason: str, reasons: Collection[Reason]
) -> Submission:
    """Record a decision against a page, and end its workflow without publishing."""
    check_reason(reason, reasons)
    parts = lock_for_decision(submission, editor)
    for part in parts:
        with naming(part, parts):
            record_decision(part, state, editor, reason, reasons)
            write_log(part, state, editor, reason=all_reasons(part))
            cancel_workflow(part, editor)
    return part_of(parts, submission)
