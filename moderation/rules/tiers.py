"""The rules of each tier (new, verified, trusted), and the record by which an organization reaches the next."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry

from moderation.models import AnswerTime, Submission, Withdrawal
from orgs.models import Organization
from orgs.permissions import has_second_factor

if TYPE_CHECKING:
    from accounts.models import User

Tier = Organization.Tier
State = Submission.State
# An organization reaches a higher tier only when nothing went wrong for so long.
CLEAN_FOR = timedelta(days=90)
# The action of log entries about a change of tier.
TIER_CHANGED = "moderation.tier"


@dataclass(frozen=True)
class Requirements:
    """The record that a tier needs: the fewest decisions, and the largest part (0 to 1) of them against a page."""

    decided: int
    returned: float


@dataclass(frozen=True)
class TierRules:
    """The way a tier's pages are reviewed; `sampled` is the part (0 to 1) of them reviewed after publication.

    The first `looked_at_first` pages are all reviewed after publication.
    """

    is_reviewed_before: bool
    looked_at_first: int = 0
    sampled: float = 0.0
    needs: Requirements | None = None


TIER_RULES = {
    Tier.NEW: TierRules(is_reviewed_before=True),
    Tier.VERIFIED: TierRules(is_reviewed_before=True, needs=Requirements(decided=5, returned=0.2)),
    Tier.TRUSTED: TierRules(
        is_reviewed_before=False, looked_at_first=5, sampled=0.2, needs=Requirements(decided=20, returned=0.05)
    ),
}
TIERS_UPWARDS = list(TIER_RULES)


@dataclass(frozen=True)
class TierRow:
    """One line of the table of tiers for readers; `hours` are the working hours within which an editor answers."""

    tier: str
    meaning: TierRules
    hours: int | None


def table() -> list[TierRow]:
    """Return one row for each tier of trust with its label, rules and response time in hours, in one query."""
    hours = dict(AnswerTime.objects.filter(kind="").values_list("tier", "hours"))
    return [TierRow(str(tier.label), meaning, hours.get(tier.value)) for tier, meaning in TIER_RULES.items()]


def rules_of(organization: Organization) -> TierRules:
    """Return the rules of review for the tier of an organization."""
    return TIER_RULES[Tier(organization.tier)]


def publishes_at_once(organization: Organization, user: User) -> bool:
    """Return whether an organization's tier allows publication without review and the user has a second factor.

    A page for which an editor must look first (moderation.rules.memory) waits all the same.
    """
    return not rules_of(organization).is_reviewed_before and has_second_factor(user)


def lacks_second_factor(organization: Organization, user: User) -> bool:
    """Return whether only the user's missing second factor keeps the organization's pages from going public."""
    return not rules_of(organization).is_reviewed_before and not has_second_factor(user)


def tier_changes(organization: Organization) -> QuerySet[ModelLogEntry]:
    """Return the log entries of all changes of an organization's tier, the newest first."""
    return ModelLogEntry.objects.for_instance(organization).filter(action=TIER_CHANGED).order_by("-pk")


def tier_since(organization: Organization) -> datetime | None:
    """Return the time of the last change of an organization's tier; None if it never changed."""
    return tier_changes(organization).values_list("timestamp", flat=True).first()


def is_sampled(organization: Organization) -> bool:
    """Return whether a page published by trust is to be reviewed afterwards: first ones always, later at random."""
    meaning = rules_of(organization)
    published = Submission.objects.of(organization).filter(is_by_trust=True)
    since = tier_since(organization)
    if since:
        published = published.filter(submitted_at__gte=since)
    # random is enough: nobody can see the draw before she sends.
    return published.count() < meaning.looked_at_first or random.random() < meaning.sampled  # noqa: S311


@dataclass(frozen=True)
class TrackRecord:
    """The record of an organization: decisions of editors, those against a page, and recent faults."""

    decided: int
    returned: int
    findings: int
    taken_down: int

    def shows(self, needs: Requirements) -> bool:
        """Return whether this record of decisions has no recent fault and meets a tier's requirements."""
        if self.findings or self.taken_down or self.decided < needs.decided:
            return False
        return self.returned <= needs.returned * self.decided


@dataclass(frozen=True)
class TierSuggestion:
    """The tier that an organization's record would allow; an editor decides."""

    tier: Organization.Tier
    record: TrackRecord


def track_record(organization: Organization) -> TrackRecord:
    """Return one organization's numbers of decisions, returns, findings and takedowns, in two queries."""
    return track_records([organization])[organization.pk]


def track_records(organizations: Collection[Organization]) -> dict[int, TrackRecord]:
    """Return {organization id: numbers of decisions, returns, recent findings and takedowns}, in two queries."""
    lately = timezone.now() - CLEAN_FOR
    said_no = Q(state__in=[State.RETURNED, State.REFUSED])
    one_by_one = Submission.objects.filter(organization__in=organizations, is_in_batch=False)
    own = one_by_one.order_by().values("organization")
    counted = own.annotate(
        decided=Count("pk", filter=Q(is_by_trust=False) & (said_no | Q(state=State.APPROVED))),
        returned=Count("pk", filter=said_no),
        findings=Count("pk", filter=Q(post_review=Submission.PostReview.FINDING, post_review_at__gte=lately)),
    )
    taken = Withdrawal.objects.from_outside().filter(organization__in=organizations, created_at__gte=lately).order_by()
    taken_down = dict(taken.values_list("organization").annotate(Count("pk")))
    nothing = {"decided": 0, "returned": 0, "findings": 0}
    found = {row["organization"]: {name: row[name] for name in nothing} for row in counted}  # type: ignore[literal-required]
    return {
        one.pk: TrackRecord(**found.get(one.pk, nothing), taken_down=taken_down.get(one.pk, 0)) for one in organizations
    }


def suggestion(organization: Organization) -> TierSuggestion | None:
    """Return the next higher tier for an active organization whose record of decisions suffices for it, else None."""
    return suggestions_for([organization]).get(organization.pk)


def suggestions_for(organizations: Collection[Organization]) -> dict[int, TierSuggestion]:
    """Return {organization id: suggested higher tier} for those whose record suffices, in two queries."""
    records = track_records(organizations)
    made = {one.pk: _suggested(one, records[one.pk]) for one in organizations}
    return {key: suggested for key, suggested in made.items() if suggested}


def _suggested(organization: Organization, record: TrackRecord) -> TierSuggestion | None:
    """Return the tier above an organization's own, if its record meets the requirements of that tier."""
    # The tiers stand in TIER_RULES from the lowest to the highest.
    above = TIERS_UPWARDS[TIERS_UPWARDS.index(Tier(organization.tier)) + 1 :]
    if not above or not organization.is_active:
        return None
    needs = TIER_RULES[above[0]].needs
    return TierSuggestion(above[0], record) if needs and record.shows(needs) else None
