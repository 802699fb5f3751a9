"""Carry out held decisions when their minute is over, by the services of each decision.

The row of the held decision is deleted in the transaction that carries it out. So a worker that is killed leaves both
undone, the next run finds it again, and of two workers one finds it gone.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.refusal import Refusal
from moderation.models import HeldDecision, Submission
from moderation.models.decisions.held import HOLD
from moderation.services.deciding import approve, reject, request_changes
from moderation.services.steps import locked_submission

logger = logging.getLogger(__name__)

Decision = HeldDecision.Decision
# The next run takes the rest.
MOST_IN_ONE_RUN = 200
# So many attempts that end with an error are made; then the piece is in the queue again.
MOST_FAILURES = 6
# Dropped decisions that their editor has not read are deleted after this time.
DROPPED_FOR = timedelta(days=7)


def carry_out_due() -> int:
    """Carry out the held decisions whose minute is over, each in a transaction of its own; return how many were."""
    due = list(HeldDecision.objects.due().values_list("pk", flat=True)[:MOST_IN_ONE_RUN])
    return sum(carry_out(held_id) for held_id in due)


def carry_out(held_id: int) -> bool:
    """Carry out one held decision, or drop it with the reason where its service refuses; return if it was carried out.

    After an error, such as a database that is away, it stays held for the next run.
    """
    held = HeldDecision.objects.standing().filter(pk=held_id).select_related("submission", "editor").first()
    if held is None:
        return False
    # Refusals and names of reasons are in the language of whoever decided, as in her request.
    with override(held.editor.language):
        try:
            return _decide(held)
        except Refusal as refusal:
            _drop(held, str(refusal))
        except Exception:
            logger.exception("The held decision %s failed.", held_id)
            _count_failure(held)
    return False


@transaction.atomic
def _decide(held: HeldDecision) -> bool:
    """Delete a held decision and decide as it says; return False if somebody else did, or undid it. Raises Refusal."""
    # The page's lock first, as in all services.
    submission = locked_submission(held.submission)
    reasons, parts = list(held.reasons.all()), [part.pk for part in submission.parts]
    if not HeldDecision.objects.standing().filter(pk=held.pk).delete()[0]:
        return False
    if held.decision == Decision.APPROVE:
        approve(submission, held.editor, unchecked=held.unchecked)
    elif held.decision == Decision.RETURN:
        request_changes(submission, held.editor, held.reason, reasons)
    else:
        reject(submission, held.editor, held.reason, reasons)
    # She decided before the minute began. A later time than now was stored before the clock was set back.
    decided_at = min(held.effective_at - HOLD, timezone.now())
    Submission.objects.filter(pk__in=parts).update(decided_at=decided_at)
    return True


def _drop(held: HeldDecision, why: str) -> None:
    """Store why a held decision was not carried out; its submission is in the queue again if it still waits."""
    HeldDecision.objects.standing().filter(pk=held.pk).update(why_dropped=why)


def _count_failure(held: HeldDecision) -> None:
    """Count an attempt that ended with an error, and drop the decision after the last one."""
    rows = HeldDecision.objects.standing().filter(pk=held.pk)
    rows.update(failures=F("failures") + 1)
    if rows.filter(failures__gte=MOST_FAILURES).exists():
        _drop(held, _("An error prevented it. Please decide again, and tell the administrators."))


def drop_restored() -> None:
    """Drop all held decisions of a database that was just restored: who undid one meanwhile would find it carried out.

    Their submissions are in the queue again, and their editors read why.
    """
    for held in HeldDecision.objects.standing().select_related("editor"):
        with override(held.editor.language):
            _drop(held, _("The portal was restored from a backup meanwhile. Please decide again."))


def delete_old_dropped() -> None:
    """Delete dropped decisions a week after they should have taken effect."""
    HeldDecision.objects.dropped().filter(effective_at__lt=timezone.now() - DROPPED_FOR).delete()
