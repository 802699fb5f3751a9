"""Pictures and documents, stored without the places, devices and dates that cameras write into them."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.utils.encoding import filepath_to_uri
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, get_upload_to

from assets.document_types import count_pages, refuse_wrong_type
from assets.fields import PictureColumn
from assets.file_names import plain_name
from assets.models.uploaded import Uploaded
from assets.pictures.checks import refuse_more_than
from assets.pictures.decoding import decoding
from assets.pictures.metadata import BarePicture, without_metadata
from common.typed_text.characters import one_line

# The rendition in which those who decide see a picture.
READING_SIZE = "max-1200x1200"


class People(models.TextChoices):
    """The answers to the question about people in a picture."""

    NOBODY = "none", _("Nobody can be recognised in it")
    AGREED = "agreed", _("Whoever can be recognised agreed that it is shown")


class Image(Uploaded, AbstractImage):
    """A picture; Wagtail's field `description` is its alternative text."""

    file = PictureColumn(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    tags = TaggableManager(verbose_name=_("tags"), blank=True, related_name="images")
    credit = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Who took or drew it."))
    # Empty until somebody answers; that never counts as "nobody".
    people = models.CharField(_("people in it"), max_length=6, choices=People.choices, default="", blank=True)

    FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    SHOWN_AT_FIRST = ("file_hash", "description", "credit")
    SHOWN = ("file_hash", "title", "description", "credit", "people", *FOCAL_POINT)
    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "people",
        "collection",
        "tags",
        *FOCAL_POINT,
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes: ClassVar = [models.Index(fields=["file"], name="assets_image_file")]

    @property
    def consent(self) -> bool:
        """Return True when the stored answer is that all recognisable people agreed to be shown."""
        return self.people == People.AGREED

    def clean(self) -> None:
        """Remove metadata from a new file, check changes and storage quota. Raises ValidationError if refused.

        It is done here already, so that a form shows what is wrong, and Wagtail measures the file that is stored.
        """
        super().clean()
        try:
            self.strip_metadata()
        except ValidationError as error:
            raise ValidationError({"file": error}) from error
        self.refuse_without_room()

    def strip_metadata(self) -> None:
        """Replace a new file by a copy without metadata. Raises ValidationError if it is no valid picture."""
        # A BarePicture is stripped already; to encode it twice would cost quality.
        if self.has_new_file and not isinstance(self.file.file, BarePicture):
            self.file = without_metadata(self.file.file)  # type: ignore[assignment]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the picture, a new file without metadata. ValidationError or Refusal for a forbidden change or quota."""
        if self.has_new_file:
            self.strip_metadata()
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> File:
        """Make and return a resized picture's file. Raises BusyError after 20 seconds of waiting."""
        # Renditions are made in a request: without the lock several large pictures at once fill the memory.
        with decoding():
            return super().generate_rendition_file(filter, source=source)


class Rendition(AbstractRendition):
    """A copy of a picture in one size."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="assets_rendition_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["file"], name="assets_rendition_file")]

    @property
    def url(self) -> str:
        """Return the portal's own URL of the resized picture, where access is checked."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(self.file.name)}"


class Document(Uploaded, AbstractDocument):
    """A document to download; a PDF has its number of pages."""

    tags = TaggableManager(verbose_name=_("tags"), blank=True, related_name="documents")
    pages = models.PositiveIntegerField(_("number of pages"), null=True, blank=True, editable=False)

    SHOWN = SHOWN_AT_FIRST = ("file_hash", "title")
    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes: ClassVar = [models.Index(fields=["file"], name="assets_document_file")]

    @property
    def download_name(self) -> str:
        """Return the file name for a reader who downloads the document: its title with the extension."""
        return f"{one_line(self.title)}{PurePath(self.filename).suffix}"

    def clean(self) -> None:
        """Check a document's type, size, changes and storage quota. Raises ValidationError if refused."""
        self.clean_file()
        self.refuse_without_room()

    def clean_file(self) -> None:
        """Check a document's changes, and a new file's size and type. Raises ValidationError if refused."""
        super().clean()
        if self.has_new_file:
            try:
                self.refuse_unfit(self.file.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error

    @staticmethod
    def refuse_unfit(file: File) -> None:
        """Raise ValidationError when a document file is too large or its content does not fit its extension."""
        refuse_more_than(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE, file)
        refuse_wrong_type(file)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the document; check a new file, store pages, size, hash, plain name. Raises if unfit or over quota."""
        # clean_file and not clean: the room is asked for in Uploaded.save, under its lock.
        if self.has_new_file:
            self.clean_file()
            self.pages = count_pages(self.file.file)
            self._set_document_file_metadata()
            self.file.name = plain_name(self.file.name, PurePath(self.file.name).suffix.lower())
        super().save(*args, **kwargs)
