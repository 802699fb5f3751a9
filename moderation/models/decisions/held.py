"""Held decisions: made on the desk, carried out a minute later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.typed_text.lengths import LONGEST_MESSAGE
from moderation.models.settings import Reason

# The time in which an editor can undo her decision.
HOLD = timedelta(minutes=1)


class HeldDecisionQuerySet(models.QuerySet["HeldDecision"]):
    """The database queries about held decisions."""

    def standing(self) -> HeldDecisionQuerySet:
        """Return the held decisions that are neither carried out nor dropped."""
        return self.filter(why_dropped="")

    def due(self) -> HeldDecisionQuerySet:
        """Return the held decisions whose minute is over, the earliest first."""
        now = timezone.now()
        # One that takes effect in more than a minute was made before the clock was set back.
        is_due = Q(effective_at__lte=now) | Q(effective_at__gt=now + HOLD)
        return self.standing().filter(is_due).order_by("effective_at", "pk")

    def about(self, submission: Any) -> HeldDecisionQuerySet:
        """Return the standing decisions on a submission, or on the original sent together with it, in a subquery.

        `submission` is a reference to the id of the outer query's submission.
        """
        return self.standing().filter(
            Q(submission=submission) | Q(submission__sent_with_translation__translation=submission)
        )

    def dropped(self) -> HeldDecisionQuerySet:
        """Return the held decisions that a service refused when they were to be carried out."""
        return self.exclude(why_dropped="")


class HeldDecision(models.Model):
    """A decision of an editor on a waiting submission that takes effect a minute later, unless she undoes it.

    The row is all that there is of it: the submission waits, and its page is locked, as before. It is deleted by
    undoing and by carrying out. One that was refused when it was to be carried out stays with the reason, for its
    editor. Of two languages that were sent as one, the original has it. The content needs no hash here: the
    submission has it.
    """

    class Decision(models.TextChoices):
        """The decisions that can be held."""

        APPROVE = "approve", _("approved")
        RETURN = "return", _("returned")
        REJECT = "refuse", _("rejected")

    submission = models.ForeignKey("moderation.Submission", on_delete=models.CASCADE, related_name="held_decisions")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_decisions")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    # Approved although checks were not made yet, as in moderation.services.approve.
    unchecked = models.BooleanField(default=True)
    reason = models.TextField(max_length=LONGEST_MESSAGE, blank=True)
    reasons = models.ManyToManyField(Reason, blank=True, related_name="+")
    effective_at = models.DateTimeField()
    # Attempts that ended with an error, not with a refusal.
    failures = models.PositiveSmallIntegerField(default=0)
    # In the editor's language; empty while the decision is held.
    why_dropped = models.TextField(max_length=LONGEST_MESSAGE, blank=True)

    objects = HeldDecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["effective_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(why_dropped=""), name="moderation_one_held_decision"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["effective_at"], condition=Q(why_dropped=""), name="moderation_held_due")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.decision}"
