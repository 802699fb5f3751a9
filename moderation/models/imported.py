"""Content that was made from another site: an editor approves it first, whatever the tier."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from orgs.models import Organization


class ImportedContent(models.Model):
    """A mark on a page, with its translations, whose words a program took from another site.

    That site may have been broken into. So each of these pages waits for an editor until one has approved it once.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="imported_content")
    # Of the page and its translations.
    translation_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.translation_key)
