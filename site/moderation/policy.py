"""By when an editor answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from orgs.models import Organization

ANSWER_WITHIN = {
    Organization.Tier.NEW: timedelta(hours=48),
    Organization.Tier.VERIFIED: timedelta(hours=24),
    Organization.Tier.TRUSTED: timedelta(hours=24),
}


def due_at(organization: Organization, sent: datetime) -> datetime:
    """When an answer to what the organization sent at that (aware) moment is due."""
    return sent + ANSWER_WITHIN[Organization.Tier(organization.tier)]
