"""Pairs of submissions: a page and its other language, sent as one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from moderation.models.submissions import Submission


class SentTogether(models.Model):
    """A record that a page and its translation were sent as one: while both wait, one decision is made on both."""

    original = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="sent_with_translation")
    translation = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="sent_with_original")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(original=F("translation")), name="moderation_two_halves"),)

    def __str__(self) -> str:
        return f"{self.original_id} {self.translation_id}"
