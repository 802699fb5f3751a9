"""Receivers of what other packages tell while they change people's data."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.dispatch import receiver

from catalog.signals import rows_removed
from common.personal_data.signals import row_deleted_by_owner
from operations.mirror.closing import announce
from operations.models import Erasure
from operations.personal_data.erasure import records
from orgs.models import Organization
from orgs.signals import organization_closing


@receiver(row_deleted_by_owner, dispatch_uid="operations.remember_deleted_row")
def remember_deleted_row(sender: type[models.Model], address: str, **kwargs: Any) -> None:
    """Record an erasure, limited to one model, when a person deletes the own row of that model."""
    records.remember([address], Erasure.Reach.ROWS, model=sender._meta.label)


@receiver(rows_removed, dispatch_uid="operations.close_pages_in_mirror")
def close_pages_in_mirror(page_ids: Collection[int], translation_keys: Collection[Any], **kwargs: Any) -> None:
    """Take pages whose catalog rows were removed out of the mirror once this transaction has committed (receiver)."""
    # Without a key none of them had a row: nobody could see them.
    if settings.MIRROR_DIR and translation_keys:
        announce(list(page_ids))


@receiver(organization_closing, dispatch_uid="operations.close_organization_in_mirror")
def close_organization_in_mirror(organization: Organization, **kwargs: Any) -> None:
    """Take an organization that is public no more out of the mirror once this transaction has committed (receiver)."""
    if settings.MIRROR_DIR:
        announce([], organization.pk)
