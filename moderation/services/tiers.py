"""Changes of an organization's tier; nothing else writes the tier of an organization that exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

import outbox
from common.refusal import Refusal
from common.typed_text.characters import readable
from moderation.outbox_events import ORGANIZATION_TIER_CHANGED
from moderation.rules.permissions import may_change_tier
from moderation.rules.tiers import TIER_CHANGED
from orgs.models import Organization
from orgs.outbox_events import OrganizationPayload

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def change_tier(organization: Organization, editor: User, tier: str, reason: str, *, seen: str = "") -> Organization:
    """Save another tier of an organization, log, announce it. Refusal if unchanged, without reason or outside editor.

    `tier` is a value of Organization.Tier. Raises Refusal unless an editor who is no member of the organization changes
    it to another tier and gives a reason, or when it no longer has the tier that she has `seen`.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if not may_change_tier(editor, organization):
        raise Refusal(
            _("Only an editor who does not belong to the organization can change its tier."), code="editors_only"
        )
    if tier not in Organization.Tier.values:
        raise Refusal(_("There is no such tier."), code="unknown_tier")
    if seen and seen != organization.tier:
        raise Refusal(
            _("Somebody has changed the tier meanwhile. Look at it again before you decide."), code="edited_elsewhere"
        )
    if tier == organization.tier:
        raise Refusal(_("It has that tier already."), code="unchanged")
    if not readable(reason):
        raise Refusal(_("Please say why. The organization reads it too."), code="reason_required")
    return _write_tier(organization, editor, Organization.Tier(tier), readable(reason))


def take_trust_back(organization: Organization, editor: User, reason: str) -> None:
    """Lower a trusted organization to verified, log and announce it; nothing for other tiers. Rights are not checked.

    The caller has checked whether the editor may report one.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if organization.tier == Organization.Tier.TRUSTED:
        _write_tier(organization, editor, Organization.Tier.VERIFIED, reason)


def _write_tier(organization: Organization, editor: User, tier: Organization.Tier, reason: str) -> Organization:
    """Write the tier of an organization whose row is locked, in the caller's transaction."""
    data = {"from": str(organization.tier), "to": str(tier), "reason": reason}
    organization.tier = tier
    organization.save(update_fields=["tier"])
    log(instance=organization, action=TIER_CHANGED, user=editor, data=data)
    payload = OrganizationPayload(organization=organization.pk)
    outbox.record(ORGANIZATION_TIER_CHANGED, f"organization:{organization.pk}", payload)
    return organization
