"""The memory of content that editors took down or rejected, apart from its pages, because a copy has other rows."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from moderation.models.submissions import Submission, Withdrawal
from orgs.models import Organization

REMEMBERED_FOR = timedelta(days=365)


class RememberedQuerySet(models.QuerySet["RememberedContent"]):
    """The database queries about remembered content."""

    def valid(self) -> RememberedQuerySet:
        """Return content taken down or rejected within the last year, except rejections that an appeal reversed."""
        young = self.filter(decided_at__gte=timezone.now() - REMEMBERED_FOR)
        return young.exclude(submission__appeal__state=Submission.State.APPROVED)


class RememberedContent(models.Model):
    """Content that an editor took down or rejected: digests of its text, and hashes of its files.

    The digests are those of its shingles (moderation.comparison.shingles). It holds no words: what was taken down for
    somebody's safety is kept nowhere by it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="remembered_content")
    # The rejection or the withdrawal for which the content is remembered.
    submission = models.ForeignKey(Submission, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawal = models.ForeignKey(Withdrawal, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=255)
    decided_at = models.DateTimeField(default=timezone.now, db_index=True)
    translation_key = models.UUIDField(db_index=True)
    shingles = models.BinaryField(default=bytes)
    file_hashes = models.JSONField(default=list)

    objects = RememberedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-decided_at", "-pk"]

    @property
    def reason(self) -> str:
        """Return the editor's reason for the takedown or rejection; "" if that row is gone."""
        decision = self.withdrawal or self.submission
        return decision.reason if decision else ""

    def __str__(self) -> str:
        return self.title
