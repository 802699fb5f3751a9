"""Records of what editors and administrators were notified about, and when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """A mark of its response time that something has passed; the row makes sure each is reminded of once."""

    class Mark(models.TextChoices):
        """The marks of a response time: half, due and late."""

        HALF = "half", _("half of the review time has passed")
        DUE = "due", _("due")
        LATE = "late", _("late, reported to the administrators")

    # One of the two is set.
    submission = models.ForeignKey(
        "moderation.Submission", null=True, on_delete=models.CASCADE, related_name="reminders"
    )
    matter = models.ForeignKey("moderation.Matter", null=True, on_delete=models.CASCADE, related_name="reminders")
    mark = models.CharField(max_length=6, choices=Mark.choices)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "mark"], name="moderation_one_reminder_a_mark"),
            models.UniqueConstraint(fields=["matter", "mark"], name="moderation_one_matter_reminder_a_mark"),
            models.CheckConstraint(
                condition=models.Q(submission=None) ^ models.Q(matter=None), name="moderation_reminder_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id or self.matter_id} {self.mark}"


class DeskDigest(models.Model):
    """A mail to one editor or administrator that holds all notices gathered for her."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_digests")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-created_at"], name="moderation_last_digest")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.created_at:%Y-%m-%d %H:%M}"


class Notice(models.Model):
    """A notice for an editor or administrator, to be told in her next digest."""

    class Kind(models.TextChoices):
        """The kinds of notices for editors and administrators."""

        OPENED = "opened", _("sent for review")
        SECOND = "second", _("a second opinion is requested")
        HALF = "half", _("half of the review time has passed")
        DUE = "due", _("due")
        LATE = "late", _("late")
        POST_REVIEW = "post-review", _("published by a trusted organization, to be reviewed")
        REPORT = "report", _("reported by a reader")
        PROFILE = "profile", _("an organization changed its profile")
        APPLICATION = "application", _("an organization asks to join")
        DECLINED = "declined", _("your correction was declined")
        MATTER = "matter", _("to be decided")
        NOTE = "note", _("a note from the organization")
        URGENT = "urgent", _("urgent: somebody may be in danger")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_notices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # One of the next five is set: the subject of the notice.
    submission = models.ForeignKey("moderation.Submission", null=True, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey("moderation.Report", null=True, on_delete=models.CASCADE, related_name="+")
    profile_change = models.ForeignKey(
        "moderation.ProfileChange", null=True, on_delete=models.CASCADE, related_name="+"
    )
    correction = models.ForeignKey("moderation.Correction", null=True, on_delete=models.CASCADE, related_name="+")
    matter = models.ForeignKey("moderation.Matter", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # None until the notice was sent.
    digest = models.ForeignKey(DeskDigest, null=True, on_delete=models.SET_NULL, related_name="notices")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=models.Q(digest=None), name="moderation_notices_to_send")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"

    @cached_property
    def unanswered_notes(self) -> list[Any]:
        """Return the organization's notes that a notice about notes tells: those that no editor has answered."""
        if self.kind != Notice.Kind.NOTE or self.submission is None:
            return []
        return self.submission.notes.unanswered()
