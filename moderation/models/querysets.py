"""Queries about submissions and withdrawals."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from orgs.models import Organization

ACCEPTED_STATES = ("accepted", "published")


class SubmissionQuerySet(models.QuerySet[Any]):
    """The database queries about submissions."""

    def waiting(self) -> SubmissionQuerySet:
        """Return the submissions that wait: nobody has decided on them or taken them back."""
        return self.filter(state=self.model.State.WAITING)

    def of(self, organization: Organization) -> SubmissionQuerySet:
        """Return the submissions of one organization."""
        return self.filter(organization=organization)

    def for_desk(self) -> SubmissionQuerySet:
        """Return the waiting submissions, the earliest due first, with the rows that the queue shows."""
        return self.waiting().select_related("organization", "page__locale", "submitted_by", "claimed_by")

    def awaiting_editors(self) -> SubmissionQuerySet:
        """Return the submissions that wait for a decision or for a review after publication."""
        return self.filter(Q(state=self.model.State.WAITING) | Q(post_review=self.model.PostReview.DUE))

    def approving(self, revision_id: int | None) -> SubmissionQuerySet:
        """Return the approvals of a revision, as sent or as corrected, not ended by a withdrawal."""
        as_corrected = Q(corrections__revision=revision_id, corrections__state__in=ACCEPTED_STATES)
        approved = self.filter(state=self.model.State.APPROVED).filter(Q(revision=revision_id) | as_corrected)
        return approved.exclude(page__withdrawals__submission__gte=F("pk")).distinct()

    def decided_by_editors(self) -> SubmissionQuerySet:
        """Return the submissions on which an editor decided, not those published by trust."""
        states = self.model.State
        return self.filter(state__in=[states.APPROVED, states.RETURNED, states.REFUSED], is_by_trust=False)

    def awaiting_post_review(self) -> SubmissionQuerySet:
        """Return the submissions published by trust that wait for a review afterwards."""
        due = self.filter(post_review=self.model.PostReview.DUE)
        return due.select_related("organization", "page__locale", "submitted_by")


class WithdrawalQuerySet(models.QuerySet[Any]):
    """The database queries about withdrawals."""

    def from_outside(self) -> WithdrawalQuerySet:
        """Return the takedowns: withdrawals by an editor who was no member of the organization."""
        return self.filter(is_takedown=True)
