"""Readers' reports about public pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from common.typed_text.lengths import LONGEST_MESSAGE
from moderation.matters.kind_names import LONGEST_KIND
from orgs.models import Organization


class Report(models.Model):
    """A report by a reader about a page or another public object, made without an account; only editors read it.

    A reader who left an address is answered.
    """

    class Kind(models.TextChoices):
        """The subjects of a reader's report."""

        DANGER = "danger", _("It puts somebody in danger")
        PRIVATE = "private", _("It shows something private about me or somebody else")
        WRONG = "wrong", _("Something in it is wrong")
        COPIED = "copied", _("It is copied from somewhere else")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        """The states of a reader's report."""

        OPEN = "open", _("open")
        KEPT = "kept", _("reviewed, the page stays")
        TAKEN_DOWN = "taken-down", _("the page was taken down")

    # None after an administrator deleted the page.
    page: models.ForeignKey[Any, Any] = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    # What is no page: the name of its kind of matters, and its id. Empty and None for a page.
    object_kind = models.CharField(max_length=LONGEST_KIND, blank=True, default="", db_default="")
    object_id = models.PositiveBigIntegerField(null=True)
    title = models.CharField(_("title"), max_length=255, default="")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(_("what is it about?"), max_length=8, choices=Kind.choices)
    text = models.TextField(_("what should we know?"), max_length=2000, blank=True)
    email = models.EmailField(_("your e-mail address, if you want an answer"), blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), max_length=LONGEST_MESSAGE, blank=True)

    class Meta:
        verbose_name = _("report by a reader")
        verbose_name_plural = _("reports by readers")
        ordering: ClassVar = ["created_at"]
        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="moderation_open_reports")]
        constraints: ClassVar = [
            models.CheckConstraint(
                # A page may have been deleted: then none of them is set.
                condition=Q(object_kind="", object_id=None)
                | (Q(page=None, object_id__isnull=False) & ~Q(object_kind="")),
                name="moderation_report_of_one_thing",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the report, and store its page's title in it if it has none, so that the title outlives the page."""
        self.title = self.title or self.page.title
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.title})"

    @property
    def has_subject(self) -> bool:
        """Return whether the reported page still exists, or the report is about an object that is no page."""
        return self.page_id is not None or self.object_kind != ""
