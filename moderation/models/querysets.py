"""Which submissions a person sees."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from orgs.models import Organization

ACCEPTED_STATES = ("accepted", "published")


class SubmissionQuerySet(models.QuerySet[Any]):
    def waiting(self) -> SubmissionQuerySet:
        return self.filter(state=self.model.State.WAITING)

    def of(self, organization: Organization) -> SubmissionQuerySet:
        return self.filter(organization=organization)

    def for_desk(self) -> SubmissionQuerySet:
        """Those that wait, the most urgent first, with all that one line of the queue shows."""
        return self.waiting().select_related("organization", "page__locale", "submitted_by", "claimed_by")

    def awaiting_editors(self) -> SubmissionQuerySet:
        """All that an editor has to do something about: what waits, and what is to be looked at afterwards."""
        return self.filter(Q(state=self.model.State.WAITING) | Q(post_review=self.model.PostReview.DUE))

    def approving(self, revision_id: int | None) -> SubmissionQuerySet:
        """Approvals of a revision, as it was sent or as an editor corrected it, that no withdrawal has spent."""
        as_corrected = Q(corrections__revision=revision_id, corrections__state__in=ACCEPTED_STATES)
        approved = self.filter(state=self.model.State.APPROVED).filter(Q(revision=revision_id) | as_corrected)
        return approved.exclude(page__withdrawals__submission__gte=F("pk")).distinct()

    def decided_by_editors(self) -> SubmissionQuerySet:
        """All on which an editor has decided; what was published by trust is none of them."""
        states = self.model.State
        return self.filter(state__in=[states.APPROVED, states.RETURNED, states.REFUSED], is_by_trust=False)

    def awaiting_post_review(self) -> SubmissionQuerySet:
        """Published by trust and drawn to be looked at afterwards, with all that a line shows."""
        due = self.filter(post_review=self.model.PostReview.DUE)
        return due.select_related("organization", "page__locale", "submitted_by")


class WithdrawalQuerySet(models.QuerySet[Any]):
    def from_outside(self) -> WithdrawalQuerySet:
        """Pages that an editor took down, not a member of their organization."""
        return self.filter(is_takedown=True)
