"""Matters: whatever waits for an editor's decision and is no page."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.typed_text.lengths import LONGEST_MESSAGE
from moderation.matters.kind_names import LONGEST_KIND
from moderation.models.claims import ClaimableMixin
from moderation.models.settings import Reason
from orgs.models import Organization


class MatterQuerySet(models.QuerySet["Matter"]):
    """The database queries about matters."""

    def waiting(self) -> MatterQuerySet:
        """Return the matters that still wait for an editor's decision."""
        return self.filter(state=Matter.State.WAITING)

    def of(self, organization: Organization) -> MatterQuerySet:
        """Return the matters of one organization."""
        return self.filter(organization=organization)

    def about(self, kind: str, object_id: int) -> MatterQuerySet:
        """Return all matters, waiting or ended, about one object, by kind and id."""
        return self.filter(kind=kind, object_id=object_id)

    def decided_by_editors(self) -> MatterQuerySet:
        """Return the matters on which an editor decided, without waiting and closed ones."""
        return self.exclude(state__in=[Matter.State.WAITING, Matter.State.CLOSED])


class Matter(ClaimableMixin, models.Model):
    """One thing that is no page and waits for an editor: how urgent it is, by when, whose claim, and the decision.

    `kind` is the name of a MatterKind, `object_id` the id of the row that it is about; what that row says stays there.
    """

    class State(models.TextChoices):
        """The states of a matter: waiting, or how it ended."""

        WAITING = "waiting", _("waits")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned for changes")
        REJECTED = "rejected", _("rejected")
        # Decided by the service of its own package: the row that it is about says how.
        DECIDED = "decided", _("decided")
        # Nothing is left to decide: it was taken back or replaced.
        CLOSED = "closed", _("closed")

    kind = models.CharField(_("type"), max_length=LONGEST_KIND)
    object_id = models.PositiveBigIntegerField()
    # None where no organization answers for it; then every editor who wrote none of it decides.
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="matters")
    # As it was when the matter was opened, so that it outlives the row.
    title = models.CharField(_("title"), max_length=255)
    # Empty where it has none of its own.
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    # The end of the first half of the response time; `due_at` is the end of all of it.
    reminder_at = models.DateTimeField()
    due_at = models.DateTimeField(_("answer by"))
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), max_length=LONGEST_MESSAGE, blank=True)
    reasons = models.ManyToManyField(Reason, verbose_name=_("reasons"), blank=True, related_name="+")

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering: ClassVar = ["-is_urgent", "due_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(state="waiting"), name="moderation_one_matter_an_object"
            )
        ]
        indexes: ClassVar = [
            # In the order of the desk's queue, so that its first page is read from the index.
            models.Index("state", models.F("is_urgent").desc(), "due_at", "id", name="moderation_matters_queue"),
            models.Index(fields=["decided_at"], name="moderation_matters_decided"),
            models.Index(fields=["kind", "object_id"], name="moderation_matters_about"),
        ]

    def __str__(self) -> str:
        return self.title
