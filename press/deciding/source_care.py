"""Services for one source: read it now, pause it, and read it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.rate_limit import MINUTE, RateLimit
from common.refusal import Refusal
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.models import Organization
from press.log_actions import SOURCE_POLLED, SOURCE_STATE
from press.models import FetchState, Source
from press.polling.rounds import TAKEN_FOR, record_round

if TYPE_CHECKING:
    from accounts.models import User

# For each source: its server is not ours.
POLL_NOW = RateLimit("press.poll_now", most=1, seconds=10 * MINUTE)


@transaction.atomic
def poll_now(source: Source, editor: User) -> None:
    """Let the worker read a source at once, once in ten minutes. Refusal sooner, for non-editors, or if it is not read.

    One that is about to be read, or is being read, stays as it is.
    """
    source = _locked(source, editor)
    if source.state != Source.State.ACTIVE:
        raise Refusal(_("It is not read: let it be read again first."), code="not_read")
    if not POLL_NOW.allows_in_transaction(str(source.pk)):
        raise Refusal(_("It was read on demand already. Please try again in ten minutes."), code="polled_already")
    now = timezone.now()
    FetchState.objects.filter(source=source, next_at__gt=now + TAKEN_FOR).update(next_at=now)
    record_round()
    log(instance=source, action=SOURCE_POLLED, user=editor)


@transaction.atomic
def set_reading(source: Source, editor: User, *, is_read: bool) -> Source:
    """Pause a source, or let it be read again, also one that was gone. Raises Refusal for others than editors."""
    source = _locked(source, editor)
    wanted = Source.State.ACTIVE if is_read else Source.State.PAUSED
    if source.state != wanted:
        source.state = wanted
        # Its receiver lets a changed source be read at once.
        source.save(update_fields=["state"])
        log(instance=source, action=SOURCE_STATE, user=editor, data={"state": str(wanted)})
    return source


def _locked(source: Source, editor: User) -> Source:
    refuse_conflict(editor, Organization.objects.programme())
    return Source.objects.press().select_for_update().get(pk=source.pk)
