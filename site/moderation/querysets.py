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
