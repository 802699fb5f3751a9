"""Submissions with the decisions and notes on them, and withdrawals."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from common.typed_text.lengths import LONGEST_MESSAGE
from moderation.models.claims import ClaimableMixin
from moderation.models.querysets import SubmissionNoteQuerySet, SubmissionQuerySet, WithdrawalQuerySet
from moderation.models.settings import Reason
from orgs.models import Organization
from orgs.pages.page_kind import PAGE
from vocabulary.models import Topic

# A few sentences: a note is no second piece.
LONGEST_NOTE = 1_000


class Submission(ClaimableMixin, models.Model):
    """One content, exactly as it was sent for review, and the decision on it."""

    class State(models.TextChoices):
        """The states of a submission: waiting, or one of its outcomes."""

        WAITING = "waiting", _("In review")
        APPROVED = "approved", _("Published")
        RETURNED = "returned", _("Needs a change")
        REFUSED = "refused", _("Rejected")
        TAKEN_BACK = "taken-back", _("Taken back")

    class PostReview(models.TextChoices):
        """The states of a review after publication, for pages published by trust."""

        NONE = "none", _("not reviewed after publication")
        DUE = "due", _("to be reviewed")
        FINE = "fine", _("fine")
        FINDING = "finding", _("a problem was found")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="submissions")
    # None after an administrator deleted the page: decisions are kept for ever.
    page: models.ForeignKey[Any, Any] = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="submissions")
    # SHA-256 of what was sent, in hexadecimal digits (moderation.comparison.content_hash).
    content_hash = models.CharField(max_length=64)
    workflow_state = models.OneToOneField(
        WorkflowState, null=True, on_delete=models.SET_NULL, related_name="submission"
    )
    title = models.CharField(_("title"), max_length=255)
    kind = models.CharField(_("type"), max_length=12, default=PAGE.name)
    # Topics of what was sent: the page's own rows are those of its public version.
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    submitted_at = models.DateTimeField(_("sent"), default=timezone.now)
    # The end of the first half of the response time; `due_at` is the end of all of it.
    reminder_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(_("answer by"))
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="claims"
    )
    claimed_at = models.DateTimeField(null=True)
    # An editor who asked for a second opinion does not decide alone any more.
    second_look_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    second_look_note = models.TextField(max_length=LONGEST_MESSAGE, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), max_length=LONGEST_MESSAGE, blank=True)
    reasons = models.ManyToManyField(Reason, verbose_name=_("reasons"), blank=True, related_name="+")
    # Published at once because the organization was trusted; some of these are reviewed afterwards.
    is_by_trust = models.BooleanField(default=False)
    # Decided at once with many others, as of an old site that moved in: no figure of how editors decide counts it.
    is_in_batch = models.BooleanField(default=False)
    post_review = models.CharField(max_length=8, choices=PostReview.choices, default=PostReview.NONE)
    post_review_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    post_review_at = models.DateTimeField(null=True)
    # The rejection that this appeals against: an organization may appeal once.
    appeal_of = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="appeal")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            # Of two people who send a page at once the database lets one through.
            models.UniqueConstraint(fields=["page"], condition=Q(state="waiting"), name="moderation_one_waiting_a_page")
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_at"], name="moderation_queue"),
            models.Index(fields=["due_at"], condition=Q(post_review="due"), name="moderation_post_review"),
            models.Index(fields=["decided_at"], name="moderation_decided"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def other_language(self) -> Submission | None:
        """Return the submission that was sent together with this one, also after the decision; None if sent alone."""
        # A reverse one-to-one relation raises where there is no row, and getattr() takes that for a missing attribute.
        if pair := getattr(self, "sent_with_translation", None):
            return pair.translation  # type: ignore[no-any-return]
        pair = getattr(self, "sent_with_original", None)
        return pair.original if pair else None

    @property
    def parts(self) -> list[Submission]:
        """Return the submissions that are decided on as one, the original first: this one alone, or both of a pair."""
        other = self.other_language if self.is_waiting else None
        if other is None or not other.is_waiting:
            return [self]
        return [other, self] if hasattr(self, "sent_with_original") else [self, other]

    @property
    def stands_on_other_line(self) -> bool:
        """Return whether this waiting submission stands on the desk's line of the original sent together with it."""
        return self.parts[0] is not self


class SubmissionNote(models.Model):
    """A short message between a piece's organization and the editors, kept with a submission; never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Stored, because people join and leave afterwards.
    is_from_editor = models.BooleanField(default=False)
    text = models.TextField(_("note"), max_length=LONGEST_NOTE)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    # None until the other side was told by mail.
    told_at = models.DateTimeField(null=True)

    objects = SubmissionNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=Q(told_at=None), name="moderation_notes_to_tell")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.created_at:%Y-%m-%d %H:%M}"


class Withdrawal(models.Model):
    """A record that a page was taken from the public: by whom, when and why."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="withdrawals")
    # None after an administrator deleted the page.
    page: models.ForeignKey[Any, Any] = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="withdrawals"
    )
    title = models.CharField(_("title"), max_length=255, default="")
    # The last submission before the withdrawal: it ends every approval so far. Times prove nothing when clocks jump.
    submission = models.ForeignKey(Submission, null=True, on_delete=models.SET_NULL, related_name="withdrawals")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("withdrawn"), default=timezone.now)
    # Set when a non-member took the page down. Stored, because people join and leave afterwards.
    is_takedown = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), max_length=LONGEST_MESSAGE, blank=True)
    # The organization's answer after an editor took its page down.
    answer = models.TextField(_("answer"), max_length=LONGEST_MESSAGE, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.title} {self.created_at:%Y-%m-%d}"
