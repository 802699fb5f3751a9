"""The rows that hold the version of all public pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PublicVersion(models.Model):
    """One of the random marks that together are the version of all public pages; see orgs.public_version."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    mark = models.BigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.id}: {self.mark:x}"
