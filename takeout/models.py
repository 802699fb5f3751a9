"""The archives that managers ask for in the workspace."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization

KEPT_FOR = timedelta(hours=48)
# A job that has not ended by then has failed, also when its process died.
LATE_AFTER = timedelta(hours=2)


def hidden_name(request: TakeoutRequest, filename: str) -> str:
    """Return a name in the store that nobody can guess, in a hidden folder, which backups leave out."""
    return f".takeouts/{secrets.token_urlsafe(24)}.zip"


class TakeoutRequest(models.Model):
    """A manager's request for her organization's archive, and its file for 48 hours after it was made."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    # The only one who may have the file; when her account is erased nobody may.
    asked_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    file: Any = models.FileField(upload_to=hidden_name, blank=True)

    class Meta:
        verbose_name = _("archive of an organization")
        verbose_name_plural = _("archives of organizations")
        ordering: ClassVar = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"takeout {self.pk}"

    @property
    def expires_at(self) -> Any:
        """Return when the archive's file is deleted; None while it is not made."""
        return self.ready_at + KEPT_FOR if self.ready_at else None

    @property
    def can_be_fetched(self) -> bool:
        """Return whether the archive's file is there and its 48 hours are not over."""
        return bool(self.file) and self.expires_at is not None and timezone.now() < self.expires_at

    @property
    def has_failed(self) -> bool:
        """Return whether the archive could not be made, or its job did not end in time."""
        is_late = timezone.now() > self.asked_at + LATE_AFTER
        return self.ready_at is None and (self.failed_at is not None or is_late)

    @property
    def is_waiting(self) -> bool:
        """Return whether the archive is still to be made."""
        return self.ready_at is None and not self.has_failed
