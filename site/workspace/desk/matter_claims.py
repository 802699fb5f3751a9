"""The claim on a matter, for pages that decide on it by a service of their own."""

from __future__ import annotations

from typing import Any

from common.refusal import Refusal
from moderation.models import Matter
from moderation.rules.refusals import check_free
from moderation.services.matters import renew_matter_claim
from workspace.decorators import WorkRequest
from workspace.desk.queue_url import filters_from, is_from_desk, next_url_from


def claim_context(request: WorkRequest, kind: str, object_id: int, why_not: str) -> dict[str, Any]:
    """Renew the editor's claim, and return an object's waiting matter, claim and way in the queue for the template.

    These are `matter`, `is_hers`, `why_not`, `skip_url`, and what the hidden fields of the desk need (back.html).
    `why_not` is the reason of the page itself, which goes first.
    """
    way = {
        "skip_url": next_url_from(request, kind, object_id),
        "filters": filters_from(request),
        "is_from_stream": is_from_desk(request),
    }
    matter = Matter.objects.waiting().about(kind, object_id).select_related("claimed_by").first()
    if matter is None:
        return way | {"matter": None, "is_hers": False, "why_not": why_not}
    matter = renew_own_matter_claim(matter, request.user)
    why_not = why_not or _why_not_free(matter, request.user)
    return way | {"matter": matter, "is_hers": matter.holder == request.user, "why_not": why_not}


def renew_own_matter_claim(matter: Matter, editor: Any) -> Matter:
    """Renew the editor's own claim on a matter if she has one, and return the matter; refusals are ignored."""
    if not matter.is_waiting or matter.claimed_by_id != editor.pk:
        return matter
    try:
        return renew_matter_claim(matter, editor)
    # The claim ended meanwhile or another editor has it: the page says so by `why_not`.
    except Refusal:
        return matter


def _why_not_free(matter: Matter, editor: Any) -> str:
    try:
        check_free(editor, matter)
    except Refusal as refusal:
        return str(refusal)
    return ""
