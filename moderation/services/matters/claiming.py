"""Claims of editors on matters, as on submissions: nobody else decides meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusal import Refusal
from moderation.matters.permissions import check_may_decide_matter
from moderation.models import Matter
from moderation.rules.refusals import check_free
from moderation.services.matters.steps import locked_matter
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.models import Organization

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def claim_matter(matter: Matter, editor: User) -> Matter:
    """Give an editor the claim on a waiting matter, or extend it. Raises Refusal if not allowed or another has it."""
    matter = locked_matter(matter)
    check_may_decide_matter(editor, matter)
    return _hold(matter, editor)


@transaction.atomic
def assign_matter(matter: Matter, editor: User, to: User) -> Matter:
    """Give another editor the claim on a waiting matter. Raises Refusal on a conflict of either, or a third's claim."""
    matter = locked_matter(matter)
    # Nobody chooses who decides about her own organization.
    refuse_conflict(editor, matter.organization_id)
    check_free(editor, matter)
    # The giver's own claim does not stand in the way of the other editor.
    matter.claimed_by = None
    check_may_decide_matter(to, matter)
    return _hold(matter, to)


def check_matter_free(kind: str, object_id: int, editor: User) -> None:
    """Raise Refusal when another editor has claimed the waiting matter about an object.

    For kinds whose own service decides; that has checked who may.
    """
    matter = Matter.objects.waiting().about(kind, object_id).select_related("claimed_by").first()
    if matter is not None:
        check_free(editor, matter)


@transaction.atomic
def renew_matter_claim(matter: Matter, editor: User) -> Matter:
    """Extend an editor's own claim on a waiting matter. Raises Refusal when the editor has no claim on it."""
    matter = locked_matter(matter)
    check_free(editor, matter)
    _check_hers(matter, editor)
    return _hold(matter, editor)


@transaction.atomic
def release_matter(matter: Matter, editor: User) -> Matter:
    """End an editor's own claim on a waiting matter. Raises Refusal when the editor has no claim on it."""
    matter = locked_matter(matter)
    _check_hers(matter, editor)
    return _hold(matter, None)


@transaction.atomic
def release_all_matters(user: User, organization: Organization | None = None) -> int:
    """End all claims of a user on waiting matters (of one organization if given), and return their number."""
    held = Matter.objects.waiting().filter(claimed_by=user)
    if organization is not None:
        held = held.of(organization)
    return held.update(claimed_by=None, claimed_at=None)


def _check_hers(matter: Matter, editor: User) -> None:
    if matter.claimed_by_id != editor.pk:
        raise Refusal(_("You have not claimed it."), code="not_claimed")


def _hold(matter: Matter, editor: User | None) -> Matter:
    """Store a new claim of an editor, or none, on a matter."""
    matter.claimed_by, matter.claimed_at = editor, timezone.now() if editor else None
    matter.save(update_fields=["claimed_by", "claimed_at"])
    return matter
