"""The decisions on a batch: an editor publishes all of it, or removes what nobody has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

import outbox
from assets.models import People
from common.refusal import Refusal
from moderation.services.matters import check_matter_free, close_matter
from moving.models import MoveIn
from moving.outbox_events import MOVE_IN_WORK, MoveInPayload
from moving.reports import MATTER
from orgs.guard.conflict_of_interest import refuse_conflict

if TYPE_CHECKING:
    from accounts.models import User

State = MoveIn.State


@transaction.atomic
def approve_batch(batch: MoveIn, editor: User, people: str = "") -> MoveIn:
    """Approve a waiting batch; a job then publishes it. Refusal for a conflict of interest, or no answer about people.

    Raises Refusal for no editor, a member of the organization, the person who brought it, a batch that does not wait
    or that another editor has claimed, a suspended organization, and a batch with pictures without an answer.
    """
    batch = locked_batch(batch.pk)
    refuse_conflict(editor, batch.organization_id, {batch.brought_by_id} if batch.brought_by_id else ())
    if batch.state != State.WAITING:
        raise Refusal(_("Somebody has decided on this batch already."), code="already_decided")
    check_matter_free(MATTER, batch.pk, editor)
    if not batch.organization.is_active:
        raise Refusal(
            _("The organization is suspended. Nothing of it can become public now."), code="organization_suspended"
        )
    if has_pictures(batch) and people not in People.values:
        raise Refusal(
            _("Say whether anybody can be recognised in the pictures, and whether they agreed."), code="people"
        )
    batch.people = people
    _decide(batch, editor, State.PUBLISHING, "orgs.move_in_approved")
    return batch


@transaction.atomic
def undo_batch(batch: MoveIn, editor: User) -> MoveIn:
    """Undo a batch: a job removes its pages that nobody changed since. Refusal for a conflict of interest or its state.

    Raises Refusal for no editor, a member of the organization, and a batch that another editor has claimed, or that is
    at work or gone already.
    """
    batch = locked_batch(batch.pk)
    # An editor may take back what she brought herself.
    refuse_conflict(editor, None if batch.brought_by_id == editor.pk else batch.organization_id)
    if batch.state not in (State.WAITING, State.PUBLISHED):
        raise Refusal(_("Somebody has decided on this batch already."), code="already_decided")
    # What waits for another editor is taken back by who brought it alone.
    if batch.brought_by_id != editor.pk:
        check_matter_free(MATTER, batch.pk, editor)
    _decide(batch, editor, State.UNDOING, "orgs.move_in_undone")
    return batch


def locked_batch(batch_id: int) -> MoveIn:
    """Return a batch with its organization, its row locked until the transaction ends."""
    return MoveIn.objects.select_for_update(of=("self",)).select_related("organization").get(pk=batch_id)


def has_pictures(batch: MoveIn) -> bool:
    """Return whether a batch stored any picture."""
    return batch.files.exclude(image=None).exists()


def _decide(batch: MoveIn, editor: Any, state: State, action: str) -> None:
    batch.state, batch.decided_by, batch.decided_at = state, editor, timezone.now()
    batch.save(update_fields=["state", "decided_by", "decided_at", "people"])
    close_matter(MATTER, batch.pk, decided_by=editor)
    log(instance=batch.organization, action=action, user=editor, data={"batch": batch.pk})
    outbox.record(MOVE_IN_WORK, f"move-in:{batch.pk}", MoveInPayload(batch=batch.pk))
