"""Receivers of what other packages tell while they change people's data."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.dispatch import receiver

from common.personal_data.signals import row_deleted_by_owner
from operations.models import Erasure
from operations.personal_data.erasure import records


@receiver(row_deleted_by_owner, dispatch_uid="operations.remember_deleted_row")
def remember_deleted_row(sender: type[models.Model], address: str, **kwargs: Any) -> None:
    """Record an erasure, limited to one model, when a person deletes the own row of that model."""
    records.remember([address], Erasure.Reach.ROWS, model=sender._meta.label)
