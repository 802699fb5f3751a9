from __future__ import annotations

from django.db import models


class Applied(models.Model):
    """An effect of the drill. Nothing here is unique: a doubled effect shows as a second row."""

    handler = models.CharField(max_length=20)
    aggregate = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
