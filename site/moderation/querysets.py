"""Which submissions a person sees."""

from __future__ import annotations

from typing import Any

from django.db import models

from orgs.models import Organization


class SubmissionQuerySet(models.QuerySet[Any]):
    def waiting(self) -> SubmissionQuerySet:
        return self.filter(state=self.model.State.WAITING)

    def of(self, organization: Organization) -> SubmissionQuerySet:
        return self.filter(organization=organization)

    def for_desk(self) -> SubmissionQuerySet:
        """Those that wait, the most urgent first, with all that one line of the queue shows."""
        return self.waiting().select_related("organization", "page__locale", "submitted_by")

    def decided_by_editors(self) -> SubmissionQuerySet:
        """All on which an editor has decided; what was published by trust is none of them."""
        states = self.model.State
        return self.filter(state__in=[states.APPROVED, states.RETURNED, states.REFUSED], is_by_trust=False)
