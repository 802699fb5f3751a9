"""Corrections by an editor, which the author or a second editor accepts before they are public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

import outbox
from common.refusal import Refusal
from common.typed_text.characters import readable
from moderation.checks.progress import with_all_checks
from moderation.comparison.change_ratio import change_ratio
from moderation.comparison.content_hash import content_hash
from moderation.comparison.editable_texts import EditableText, corrected, texts_of
from moderation.comparison.small_change import is_small_change
from moderation.models import Correction, Submission
from moderation.outbox_events import CORRECTION_ANSWERED, CORRECTION_OFFERED, CorrectionPayload
from moderation.rules.approvals import matches_approved
from moderation.rules.completeness import check_complete
from moderation.rules.permissions import may_accept, may_correct, may_decline, takes_small_corrections
from moderation.rules.refusals import check_free, check_may_decide, check_undecided, describe_correction_state
from moderation.services.awaiting_checks import require_checks
from moderation.services.deciding import approve_part
from moderation.services.steps import (
    complete_workflow,
    drop_claims,
    locked_parts,
    locked_submission,
    naming,
    part_of,
    record_decision,
    write_log,
)
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.permissions import is_editor, is_member
from outbox import EventKind

if TYPE_CHECKING:
    from accounts.models import User

State = Correction.State
# The time in which the author can answer a small correction before it is published.
ANSWER_WITHIN = timedelta(hours=24)


def correctable_texts(submission: Submission) -> list[EditableText]:
    """Return the texts of a submission's revision that an editor may correct; none where the revision is gone."""
    return texts_of(submission.revision.as_object()) if submission.revision else []


@transaction.atomic
def offer_correction(submission: Submission, editor: User, texts: dict[str, str], note: str = "") -> Correction:
    """Store an editor's corrected texts as an offer to the author. Refusal if unchanged, incomplete or not allowed.

    `texts` are by the paths of correctable_texts. The page stays locked, and the editor's claim ends. An earlier
    correction of hers that nobody answered is replaced. A small one is published after 24 hours without an answer.
    """
    parts = locked_parts(submission)
    check_undecided(parts)
    submission = part_of(parts, submission)
    before = _correctable(submission, editor).as_object()
    after = corrected(before, texts)
    # Serialized before it is checked: a stream whose blocks were read is written in another order.
    content = after.serializable_data()
    check_complete(after)
    # Not saved as the page's latest revision: if nobody accepts it, the author goes on with her own draft.
    revision = Revision.objects.create(
        content_object=after,
        base_content_type=after.get_base_content_type(),
        user=editor,
        content=content,
        object_str=str(after),
    )
    correction = Correction(submission=submission, revision=revision, created_by=editor, note=readable(note))
    correction.content_hash = content_hash(revision)
    if correction.content_hash == submission.content_hash:
        raise Refusal(_("You have changed nothing. Approve it as it is."), code="unchanged")
    correction.change_ratio = change_ratio(texts_of(before), texts_of(after))
    # Both languages of a pair become public at once: nobody answers for the one that was not corrected.
    if len(parts) == 1 and takes_small_corrections(after) and is_small_change(texts_of(before), texts_of(after)):
        correction.publish_at = correction.created_at + ANSWER_WITHIN
    drop_claims(parts)
    return _offer(correction)


def _correctable(submission: Submission, editor: User) -> Revision:
    """Return the revision that was sent, if she may correct it now. Raises Refusal."""
    if not may_correct(editor, submission):
        check_may_decide(editor, submission)
    check_free(editor, submission)
    revision = submission.revision
    if revision is None or not matches_approved(submission, revision):
        raise Refusal(
            _("It was changed after it was sent. Return it, so that the new text can be sent."), code="content_changed"
        )
    offered = submission.corrections.filter(state=State.OFFERED).select_related("created_by").first()
    if offered and offered.created_by_id != editor.pk:
        name = offered.created_by.name if offered.created_by else _("Somebody")
        raise Refusal(
            _("%(name)s has corrected it already. Accept or decline that first.") % {"name": name},
            code="correction_pending",
        )
    return revision


def _offer(correction: Correction) -> Correction:
    """Store a correction in place of an earlier one."""
    correction.submission.corrections.filter(state=State.OFFERED).update(state=State.DROPPED)
    correction.save()
    _log(correction, "correct", correction.created_by)
    _announce(CORRECTION_OFFERED, correction)
    return correction


@transaction.atomic
def accept_correction(correction: Correction, user: User, *, unchecked: bool = True) -> Submission:
    """Approve a submission with an offered correction, publish that. Refusal for its corrector and who may not accept.

    It needs the consent of a member or a second editor. `unchecked` as in approve. Of two languages that were sent as
    one, the other becomes public with it: as it was corrected too, or as it was sent.
    """
    correction = _offered(correction)
    is_by_member = is_member(user, correction.submission.organization_id)
    parts = locked_parts(correction.submission)
    # Members learn of no held decision: their consent comes before it takes effect.
    if not is_by_member:
        check_undecided(parts)
    for part in parts:
        offered = _offer_of(part)
        # A member consents and does not decide: then the editor who corrected it is the one who decided.
        decider = (offered or correction).created_by if is_by_member else user
        with naming(part, parts):
            if not is_by_member:
                check_free(user, part)
            if offered:
                _accept(offered, user, decider, unchecked=unchecked)
            else:
                approve_part(part, decider, user, unchecked=unchecked)
    return part_of(parts, correction.submission)


def _offer_of(submission: Submission) -> Correction | None:
    """Return the correction of a submission that waits for an answer; None without one."""
    offered = submission.corrections.filter(state=State.OFFERED).select_related("created_by", "revision").last()
    if offered:
        offered.submission = submission
    return offered


def _accept(correction: Correction, user: User, decider: User | None, *, unchecked: bool) -> None:
    """Accept one correction, and publish it by a decider's decision. Raises Refusal."""
    without = require_checks(correction.submission, unchecked=unchecked)
    if not may_accept(user, correction):
        raise Refusal(
            _("Only a member of the organization, or an editor who did not correct it, can accept it."),
            code="own_correction",
        )
    _check_standing(correction)
    _answer(correction, State.ACCEPTED, user, told=without)
    _publish(correction, decider, user)


@transaction.atomic
def decline_correction(correction: Correction, user: User, answer: str = "") -> Correction:
    """Record that a member or editor declines a correction (else Refusal); its submission waits on."""
    correction = _offered(correction)
    if not may_decline(user, correction):
        raise Refusal(_("Only members of the organization and editors can answer a correction."), code="members_only")
    _answer(correction, State.DECLINED, user, readable(answer))
    return correction


def publish_unanswered_corrections() -> int:
    """Publish small corrections without an answer for 24 hours if all checks were made; return their number.

    Each has its own transaction. Corrections of submissions whose checks are not made yet wait: nobody is there to
    decide that they are published without.
    """
    now = timezone.now()
    checked = with_all_checks(Submission.objects.undecided()).values("pk")
    due = Correction.objects.filter(state=State.OFFERED, publish_at__lte=now, submission__organization__status="active")
    due = due.filter(submission__in=checked)
    return sum(_publish_unanswered(correction) for correction in due)


def _publish_unanswered(correction: Correction) -> bool:
    """Publish one correction and return True; drop one that cannot be published and return False."""
    try:
        with transaction.atomic():
            correction = _offered(correction)
            _check_standing(correction)
            if not _is_small(correction):
                Correction.objects.filter(pk=correction.pk).update(publish_at=None)
                return False
            _answer(correction, State.PUBLISHED, None)
            _publish(correction, correction.created_by, None)
    # Outside of the transaction above: what it had written is undone by now.
    except Refusal:
        _drop(correction)
        return False
    return True


def _is_small(correction: Correction) -> bool:
    """Return whether a correction is small by today's rule, which may have changed since it was offered."""
    sent, offered = correction.submission.revision, correction.revision
    if sent is None or offered is None:
        return False
    after = offered.as_object()
    return takes_small_corrections(after) and is_small_change(texts_of(sent.as_object()), texts_of(after))


@transaction.atomic
def _drop(correction: Correction) -> None:
    """End a correction that can no longer be published."""
    locked_submission(correction.submission)
    dropped = Correction.objects.filter(pk=correction.pk, state=State.OFFERED).update(state=State.DROPPED)
    if dropped:
        _announce(CORRECTION_ANSWERED, correction)


def _offered(correction: Correction) -> Correction:
    """Return the correction as it is now, with its page locked. Raises Refusal unless it is still offered."""
    submission = locked_submission(correction.submission)
    correction = Correction.objects.select_related("created_by", "answered_by", "revision").get(pk=correction.pk)
    if correction.state != State.OFFERED:
        raise Refusal(describe_correction_state(correction), code="already_answered")
    correction.submission = submission
    return correction


def _check_standing(correction: Correction) -> None:
    """Raise Refusal when a correction must not become public at this moment, whoever accepts it."""
    if not correction.submission.organization.is_active:
        raise Refusal(
            _("The organization is suspended. Nothing of it can become public now."), code="organization_suspended"
        )
    if correction.created_by is None or not is_editor(correction.created_by):
        raise Refusal(
            _("The person who corrected it is no longer an editor. Another editor will review it."),
            code="no_longer_editor",
        )
    refuse_conflict(correction.created_by, correction.submission.organization_id)
    if not matches_approved(correction, correction.revision):
        raise Refusal(_("The correction was changed after it was offered. Decline it."), code="content_changed")


def _answer(
    correction: Correction, state: str, user: User | None, answer: str = "", told: Mapping[str, Any] | None = None
) -> None:
    """Record the answer to a correction; `told` is added to the entry in the page's history."""
    correction.state, correction.answered_by, correction.answer = state, user, answer
    correction.answered_at = timezone.now()
    correction.save(update_fields=["state", "answered_by", "answered_at", "answer"])
    _log(correction, f"correction_{state}", user, **(told or {}))
    _announce(CORRECTION_ANSWERED, correction)


def _publish(correction: Correction, decided_by: User | None, user: User | None) -> None:
    """Approve the submission with its corrected revision, and end its workflow."""
    submission, revision = correction.submission, correction.revision
    # The author's draft becomes the corrected text, unless somebody has saved another one since.
    if revision:
        Page.objects.filter(pk=submission.page_id, latest_revision=submission.revision_id).update(
            latest_revision=revision, latest_revision_created_at=revision.created_at, draft_title=revision.object_str
        )
    record_decision(submission, Submission.State.APPROVED, decided_by)
    complete_workflow(submission, user)


def _log(correction: Correction, action: str, user: User | None, **told: Any) -> None:
    share = round(correction.change_ratio, 4)
    reason = correction.answer or correction.note
    write_log(correction.submission, action, user, correction=correction.pk, share=share, reason=reason, **told)


def _announce(kind: EventKind[CorrectionPayload], correction: Correction) -> None:
    outbox.record(kind, f"page:{correction.submission.page_id}", CorrectionPayload(correction=correction.pk))
