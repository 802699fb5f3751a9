"""Hold a decision of an editor for a minute, and undo it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusal import Refusal
from common.typed_text.characters import readable
from moderation.models import HeldDecision, Reason, Submission
from moderation.models.decisions.held import HOLD
from moderation.rules.refusals import check_reason, describe_submission_state
from moderation.services.deciding import check_standing, lock_for_decision, publishable
from moderation.services.steps import lock_row_with_pair, naming

if TYPE_CHECKING:
    from accounts.models import User

Decision = HeldDecision.Decision


@transaction.atomic
def hold_decision(
    submission: Submission,
    editor: User,
    decision: str,
    *,
    unchecked: bool = True,
    reason: str = "",
    reasons: Collection[Reason] = (),
) -> HeldDecision:
    """Store a decision (of HeldDecision.Decision) that takes effect in a minute. Refusal where it could not now.

    Nothing else is written: neither the submission nor its page changes, and no event is recorded. Whatever the service
    of the decision would refuse at this moment is refused. Of a pair, the decision is for both.
    """
    if decision != Decision.APPROVE:
        check_reason(reason, reasons)
    parts = lock_for_decision(submission, editor)
    if decision == Decision.APPROVE:
        for part in parts:
            with naming(part, parts):
                check_standing(part, unchecked=unchecked)
                publishable(part)
    held = HeldDecision.objects.create(
        submission=parts[0],
        editor=editor,
        decision=Decision(decision),
        unchecked=unchecked,
        reason=readable(reason),
        effective_at=timezone.now() + HOLD,
    )
    held.reasons.set(reasons)
    return held


@transaction.atomic
def undo_held(held_id: int, editor: User) -> HeldDecision:
    """Delete an editor's own held decision, so that all is as before. Refusal for others, and where it waits no longer.

    Until it is carried out it can be undone, also when workers are late.
    """
    own = HeldDecision.objects.standing().filter(pk=held_id, editor=editor).select_related("submission__decided_by")
    held = own.first()
    if held and held.submission.page_id:
        # Carrying out locks the page first too.
        lock_row_with_pair(held.submission.page_id)
    # Read again under the lock.
    held = own.first()
    if held and not held.submission.is_waiting:
        # Its organization was quicker. What became of it is told as for every decision that is dropped.
        raise Refusal(describe_submission_state(held.submission), code="already_decided")
    if held is None or not own.filter(pk=held_id).delete()[0]:
        raise Refusal(
            _("It has taken effect already. What is public can be withdrawn; what went back can be sent again."),
            code="already_effective",
        )
    return held


@transaction.atomic
def dismiss_dropped(editor: User, ids: Collection[int]) -> None:
    """Delete those of an editor's own dropped decisions that have these ids: she has read why."""
    HeldDecision.objects.dropped().filter(editor=editor, pk__in=ids).delete()
