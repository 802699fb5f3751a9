"""The decision of an editor on a matter, for kinds that bring no page of their own."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.refusal import Refusal
from common.typed_text.characters import readable
from moderation.matters.permissions import check_may_decide_matter
from moderation.matters.registry import MatterDecision, matter_kind
from moderation.models import Matter, Reason
from moderation.rules.refusals import check_reason
from moderation.services.awaiting_checks import require_checks
from moderation.services.matters.steps import end_matter, locked_matter

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def decide_matter(
    matter: Matter,
    editor: User,
    decision: str,
    reason: str = "",
    reasons: Collection[Reason] = (),
    *,
    unchecked: bool = True,
) -> Matter:
    """Decide on a waiting matter, let its kind carry that out, log it. Refusal if not allowed or without a reason.

    `decision` is a value of MatterDecision; all but an approval need a reason, from the list or in the editor's own
    words. Without `unchecked` an approval waits for the checks of its texts. Raises Refusal when somebody else was
    quicker, when she may not decide, or when it cannot be carried out.
    """
    kind = matter_kind(matter.kind)
    # First the object, then its matter: whoever changes the object closes its matter in the same order.
    kind.lock(matter.object_id)
    matter = locked_matter(matter)
    check_may_decide_matter(editor, matter)
    if decision not in kind.decisions:
        raise Refusal(_("Please choose one."), code="unknown_decision")
    without: dict[str, list[str]] = {}
    if decision == MatterDecision.APPROVE:
        without = require_checks(matter, unchecked=unchecked)
    else:
        check_reason(reason, reasons)
    matter.reason = readable(reason)
    matter.reasons.set(reasons)
    end_matter(matter, decision, editor)
    kind.decide(matter, MatterDecision(decision), editor)
    _write_log(matter, editor, without)
    return matter


def _write_log(matter: Matter, editor: User, without: dict[str, list[str]]) -> None:
    """Add an entry about a decision to the log, with the checks that were not made before it."""
    data = {"matter": matter.pk, "reason": matter_reasons(matter)} | without
    log(instance=matter, action=f"moderation.matter_{matter.state}", user=editor, data=data)


def matter_reasons(matter: Matter) -> str:
    """Return the reasons of a decision on a matter as text, listed ones and the editor's own words, one a line."""
    return "\n".join(filter(None, [*(row.name for row in matter.reasons.all()), matter.reason]))
