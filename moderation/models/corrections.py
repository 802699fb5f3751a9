"""Corrections by editors, which somebody else has to accept."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from common.typed_text.lengths import LONGEST_MESSAGE


class Correction(models.Model):
    """An editor's version of a submission, public once its author or a second editor accepts it.

    `change_ratio` is the part of the text's clusters that changed, 0 to 1. A small correction that nobody answers is
    published at `publish_at`; a larger one has none.
    """

    class State(models.TextChoices):
        """The states of a correction, from offered to answered or dropped."""

        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        PUBLISHED = "published", _("published without an answer")
        DECLINED = "declined", _("declined")
        DROPPED = "dropped", _("dropped")

    submission = models.ForeignKey("moderation.Submission", on_delete=models.CASCADE, related_name="corrections")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="corrections")
    # SHA-256 of the corrected content, in hexadecimal digits (moderation.comparison.content_hash).
    content_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(_("note"), max_length=LONGEST_MESSAGE, blank=True)
    change_ratio = models.FloatField()
    publish_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # From somebody who declines: what she would prefer.
    answer = models.TextField(max_length=LONGEST_MESSAGE, blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(state="offered"), name="moderation_one_correction_offered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.state}"
