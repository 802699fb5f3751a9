"""What waits for an editor, what was decided, and what was taken from the public."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, WorkflowState

from moderation.querysets import SubmissionQuerySet
from orgs.models import Organization


class ReviewTask(Task):
    """The one step of the one workflow. Decisions are moderation.services' alone."""

    class Meta:
        verbose_name = _("review by an editor")

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        # Wagtail publishes the latest revision, and autosave overwrites a revision in place: in review nobody edits.
        return True

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return False

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        # Wagtail's own approve and reject views refuse what is not listed here.
        return []

    @classmethod
    def get_description(cls) -> str:
        return str(_("A central editor who did not write it decides."))


class Submission(models.Model):
    """One content, exactly as it was sent for review, and the decision on it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("In review")
        APPROVED = "approved", _("Published")
        RETURNED = "returned", _("Needs a change")
        TAKEN_BACK = "taken-back", _("Taken back")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="submissions")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="submissions")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="submissions")
    content_hash = models.CharField(max_length=64)
    workflow_state = models.OneToOneField(
        WorkflowState, null=True, on_delete=models.SET_NULL, related_name="submission"
    )
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    submitted_at = models.DateTimeField(_("sent"), default=timezone.now)
    due_at = models.DateTimeField(_("answer by"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page"], condition=Q(state="waiting"), name="moderation_one_waiting_a_page")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="moderation_queue")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.due_at < timezone.now()


class Withdrawal(models.Model):
    """That a page was taken from the public, by whom and why."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="withdrawals")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="withdrawals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("withdrawn"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.at:%Y-%m-%d}"
