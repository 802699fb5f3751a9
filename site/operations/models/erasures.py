"""Records of erased people, as hashes that only this portal can compute."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Erasure(models.Model):
    """The record that the person of an address was erased; after a restore from a backup she is erased again."""

    class Reach(models.TextChoices):
        """The texts in which an erasure looks for a person, besides the rows that are hers."""

        OWN = "own", "texts about people's work, by her addresses"
        NOTES = "notes", "texts about people's work, also by her telephone numbers and names"
        ALL = "all", "all texts, also those that organizations publish"
        ROWS = "rows", "no text: her rows of one model, which she deleted herself"

    # A keyed hash of the address (operations.personal_data.erasure.records): the address itself is kept nowhere.
    address_hash = models.CharField(max_length=64)
    erased_at = models.DateTimeField(default=timezone.now)
    reach = models.CharField(max_length=5, choices=Reach.choices)
    # The label of that model where the reach is ROWS, such as "feed.Follower".
    model = models.CharField(max_length=60, blank=True, default="", db_default="")
    # When it was written beside the backups; None until then.
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "erasure of a person"
        verbose_name_plural = "erasures of people"
        constraints: ClassVar = [
            # A later erasure that reaches less far does not take the place of one that reaches further.
            models.UniqueConstraint(fields=["address_hash", "reach", "model"], name="operations_erasure_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["erased_at"], condition=models.Q(recorded_at=None), name="operations_unrecorded")
        ]

    def __str__(self) -> str:
        return f"{self.address_hash[:8]} {self.erased_at:%Y-%m-%d}"
