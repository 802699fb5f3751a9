"""The table in which hits are counted (common.rate_limit)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class HitCount(models.Model):
    """A count of hits that is valid until `expires_at`; after that the row counts as missing."""

    # A keyed hash of the limit's name and the client: no address of a person or machine can be read from it.
    key = models.CharField(primary_key=True, max_length=64)
    hits = models.PositiveBigIntegerField()
    # Seconds since 1970, so that one statement can compare and write them on every database.
    expires_at = models.FloatField()

    class Meta:
        verbose_name = "count of hits"
        verbose_name_plural = "counts of hits"
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="common_hitcount_expires")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.hits}"
