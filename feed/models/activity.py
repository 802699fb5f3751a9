"""The activity of pages: published, updated, withdrawn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization


class ActivityQuerySet(models.QuerySet["Activity"]):
    """The database queries about activity."""

    def of(self, organization: Organization) -> ActivityQuerySet:
        """Return the activities of this organization's pages."""
        return self.filter(organization=organization)


class Activity(models.Model):
    """A change of a page's publication: history only.

    Title, address and visibility are read through the page's catalog row, so a withdrawn page shows nowhere.
    """

    class Kind(models.TextChoices):
        """The kinds of activity: published, updated and withdrawn."""

        PUBLISHED = "published", _("published")
        UPDATED = "updated", _("updated")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    # A number, not a foreign key: activity stays after the page was deleted.
    page_id = models.BigIntegerField()
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="activities")
    # Given and not auto_now_add: it is the time of the event, which may be carried out later.
    created_at = models.DateTimeField()

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-created_at"], name="feed_activity_at"),
            models.Index(fields=["organization", "-created_at"], name="feed_activity_of"),
            models.Index(fields=["page_id"], name="feed_activity_page"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.page_id}"
