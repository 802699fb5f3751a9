"""The batches in which old sites move in, and what each of them made."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from assets.models import Document, Image, People
from common.typed_text.lengths import LONGEST_MESSAGE
from orgs.models import Organization


class MoveIn(models.Model):
    """A batch: the articles of one file, made as drafts of an organization, and the decision on all of them."""

    class State(models.TextChoices):
        """The states of a batch."""

        MAKING = "making", _("its drafts are being made")
        WAITING = "waiting", _("waits for a decision")
        PUBLISHING = "publishing", _("is being published")
        PUBLISHED = "published", _("was published")
        UNDOING = "undoing", _("is being removed")
        UNDONE = "undone", _("was removed")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    # SHA-256 of the file, in hexadecimal digits: a run that was killed goes on with the same file.
    file_hash = models.CharField(max_length=64)
    # The name of the kind of page that is asked for (orgs.pages.page_kind).
    kind = models.CharField(_("type"), max_length=12)
    entries = models.PositiveIntegerField(_("entries of the file"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.MAKING)
    brought_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    brought_at = models.DateTimeField(_("brought"), default=timezone.now)
    decided_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    # The answer about people in its pictures, given once for all that have none of their own.
    people = models.CharField(max_length=6, choices=People.choices, blank=True)
    # Numbers by the codes of the report (moving.reports), and the topics of the file that no topic here stands for.
    report = models.JSONField(default=dict)
    # Of an undone batch: the pages that were deleted, and those that stay because somebody has changed them.
    removed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("old site that moves in")
        verbose_name_plural = _("old sites that move in")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.pk}"

    @property
    def is_at_work(self) -> bool:
        """Return whether drafts are being made, published or removed at the moment."""
        return self.state in (self.State.MAKING, self.State.PUBLISHING, self.State.UNDOING)


class MovedItem(models.Model):
    """One entry of an old site, and the page that was made of it. No entry moves in twice into an organization."""

    class State(models.TextChoices):
        """The states of an entry: a draft until its batch is decided."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        KEPT = "kept", _("stays a draft")

    batch = models.ForeignKey(MoveIn, on_delete=models.CASCADE, related_name="items")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    # A hash of the entry's address or GUID (moving.reading.entries).
    key = models.CharField(max_length=64)
    address = models.CharField(_("old address"), max_length=500, blank=True)
    # None after somebody deleted the page: it does not come back by another run.
    page: models.ForeignKey[Any, Any] = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    revision_id = models.PositiveBigIntegerField(default=0)
    # SHA-256 of what was made, without the answers about people (moving.content_hash): only that is published.
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    reason = models.TextField(_("reason"), max_length=LONGEST_MESSAGE, blank=True)
    # Numbers by the codes of the report.
    notes = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "key"], name="moving_an_entry_once"),
        ]

    def __str__(self) -> str:
        return self.address or self.key


class MovedFile(models.Model):
    """A picture or document that a batch stored, by the hash of its bytes on the old site."""

    batch = models.ForeignKey(MoveIn, on_delete=models.CASCADE, related_name="files")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    image = models.ForeignKey(Image, null=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.CASCADE, related_name="+")

    # Without this, Wagtail would count the row as a use of the file.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "key"], name="moving_a_file_once"),
        ]

    def __str__(self) -> str:
        return self.key
