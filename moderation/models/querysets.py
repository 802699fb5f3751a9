"""Queries about submissions, notes on them, and withdrawals."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from orgs.models import Organization

# No mail tells more notes of one side.
MOST_UNANSWERED = 10
# Values of Correction.State. Not imported, because the models import this module.
ACCEPTED_STATES = ("accepted", "published")


class SubmissionQuerySet(models.QuerySet[Any]):
    """The database queries about submissions."""

    def waiting(self) -> SubmissionQuerySet:
        """Return the submissions that still wait for an editor's decision."""
        return self.filter(state=self.model.State.WAITING)

    def undecided(self) -> SubmissionQuerySet:
        """Return the waiting submissions on which no editor's held decision stands either; of a pair, the original."""
        return self.waiting().without_held()

    def without_held(self) -> SubmissionQuerySet:
        """Return the submissions without those on which an editor has decided, though it takes effect a minute later.

        Of two languages that were sent as one, only the original has the decision: leave the other out by lines().
        """
        return self.exclude(held_decisions__why_dropped="")

    def of(self, organization: Organization) -> SubmissionQuerySet:
        """Return the submissions of one organization."""
        return self.filter(organization=organization)

    def with_pairs(self) -> SubmissionQuerySet:
        """Return the submissions with what was sent together with them, so that Submission.parts costs no query."""
        return self.select_related("sent_with_translation__translation", "sent_with_original__original")

    def lines(self) -> SubmissionQuerySet:
        """Return the submissions without the waiting translations that stand on the desk's line of their original."""
        waiting = self.model.State.WAITING
        return self.exclude(state=waiting, sent_with_original__original__state=waiting)

    def for_desk(self) -> SubmissionQuerySet:
        """Return the undecided submissions with the related rows that the editors' queue shows, one a line."""
        rows = self.undecided().lines().with_pairs()
        return rows.select_related("organization", "page__locale", "submitted_by", "claimed_by")

    def awaiting_editors(self) -> SubmissionQuerySet:
        """Return the submissions that wait for a decision, none held, or for a review after publication."""
        return self.without_held().filter(Q(state=self.model.State.WAITING) | Q(post_review=self.model.PostReview.DUE))

    def approving(self, revision_id: int | None) -> SubmissionQuerySet:
        """Return the approved submissions of a revision, as sent or corrected, not ended by a withdrawal."""
        if revision_id is None:
            # NULL would find the submissions of other pages whose revision was deleted.
            return self.none()
        as_corrected = Q(corrections__revision=revision_id, corrections__state__in=ACCEPTED_STATES)
        approved = self.filter(state=self.model.State.APPROVED).filter(Q(revision=revision_id) | as_corrected)
        # A withdrawal names the last submission before it, and ends the approvals up to that one.
        return approved.exclude(page__withdrawals__submission__gte=F("pk")).distinct()

    def decided_by_editors(self) -> SubmissionQuerySet:
        """Return submissions that editors approved, returned or rejected one by one, not those published by trust."""
        states = self.model.State
        one_by_one = {"is_by_trust": False, "is_in_batch": False}
        return self.filter(state__in=[states.APPROVED, states.RETURNED, states.REFUSED], **one_by_one)

    def awaiting_post_review(self) -> SubmissionQuerySet:
        """Return the submissions due for a review after publication, with organization, page and sender loaded."""
        due = self.filter(post_review=self.model.PostReview.DUE)
        return due.select_related("organization", "page__locale", "submitted_by")


class SubmissionNoteQuerySet(models.QuerySet[Any]):
    """The database queries about notes on submissions."""

    def on_page(self, page_id: int) -> SubmissionNoteQuerySet:
        """Return the notes on all submissions of a page, the oldest first, with their authors."""
        return self.filter(submission__page=page_id).select_related("author")

    def unanswered(self) -> list[Any]:
        """Return, of one submission's notes, those of the organization after the editors' last one; at most ten."""
        newest = list(self.order_by("-pk")[:MOST_UNANSWERED])
        answered = next((place for place, note in enumerate(newest) if note.is_from_editor), len(newest))
        return newest[:answered][::-1]


class WithdrawalQuerySet(models.QuerySet[Any]):
    """The database queries about withdrawals."""

    def from_outside(self) -> WithdrawalQuerySet:
        """Return the takedowns: withdrawals by an editor who was no member of the page's organization."""
        return self.filter(is_takedown=True)
