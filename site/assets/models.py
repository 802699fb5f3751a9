"""Pictures and documents, kept without the places, devices and dates that cameras write into them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from assets.metadata import without_metadata


# Fields of Wagtail's stand here again with reverse names of their own, which would clash with those of its own models.
class Uploaded(models.Model):
    """Who brought a file."""

    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True


class Image(Uploaded, AbstractImage):
    """A picture. Wagtail's `description` is its alternative text."""

    tags = TaggableManager(verbose_name=_("tags"), blank=True, related_name="images")
    credit = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Who took or drew it."))
    consent = models.BooleanField(
        _("people agreed"),
        default=False,
        help_text=_("Everyone who can be recognised in it agreed that it is shown."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "consent",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            self.file.file = without_metadata(self.file.file)
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="assets_rendition_unique")
        ]


class Document(Uploaded, AbstractDocument):
    """A file to download; PDF files know their number of pages."""

    tags = TaggableManager(verbose_name=_("tags"), blank=True, related_name="documents")
    pages = models.PositiveIntegerField(_("number of pages"), null=True, blank=True, editable=False)

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
