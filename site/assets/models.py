"""Pictures and documents, kept without the places, devices and dates that cameras write into them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.encoding import filepath_to_uri
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, get_upload_to
from wagtail.models import Page

from assets.decoding import decoding
from assets.document_types import count_pages, refuse_wrong_type
from assets.fields import PictureColumn
from assets.file_names import plain_name
from assets.metadata import BarePicture, refuse_more_than, without_metadata
from assets.signals import file_arriving, file_changing
from common.refusal import Refusal
from common.typed_text.characters import one_line
from khmer.old_fonts.detection import old_font_text

# The rendition in which those who decide see a picture.
READING_SIZE = "max-1200x1200"


# Fields of Wagtail's stand here again with reverse names of their own, which would clash with those of its own models.
class Uploaded(models.Model):
    """An uploaded file. Its bytes never change, and what pages show of it does not while one does."""

    # What pages show of the file, and editors approve; its tags too.
    SHOWN: ClassVar[tuple[str, ...]]
    # What was approved of it before the rest was compared too.
    SHOWN_AT_FIRST: ClassVar[tuple[str, ...]]
    file: Any
    publicity: Any
    tags: Any

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

    @property
    def has_new_file(self) -> bool:
        return bool(self.file) and not self.file._committed

    @property
    def is_frozen(self) -> bool:
        """True while a live page shows it, also one that the public does not see now, or a receiver forbids changes."""
        return self.publicity.exists() or any(answer for _who, answer in file_changing.send(type(self), file=self))

    def clean(self) -> None:
        super().clean()
        self.refuse_change()

    def refuse_without_room(self) -> None:
        """Raises ValidationError for a new file that finds no room in its collection."""
        if self.has_new_file:
            try:
                file_arriving.send(type(self), file=self, size=self.file.size, is_locked=False)
            except Refusal as refusal:
                raise ValidationError({"file": str(refusal)}, code=refusal.code) from refusal

    def refuse_change(self) -> None:
        """Raises ValidationError when its bytes would change, or something that was approved."""
        stored = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        if stored is None:
            return
        if self.has_new_file or self.file.name != stored.file.name:
            raise ValidationError(_("A stored file never changes. Upload the new one beside it."), code="new_file")
        changed = [name for name in self.SHOWN if getattr(self, name) != getattr(stored, name)]
        if self.collection_id != stored.collection_id:
            file_arriving.send(type(self), file=self, size=self.file_size or 0, is_locked=False)
        # What the bytes are known by follows from them, and may be computed late.
        if set(changed) - {"file_hash"} and self.is_frozen:
            raise ValidationError(
                _("A public page shows this file. Upload a new one, choose it on the page and send that for review."),
                code="frozen",
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            # Locked: an editor who decides at the same instant locks it too, and sees what is saved, or saves first.
            if self.pk:
                lock_rows(type(self), [self.pk])
                self.refuse_change()
            if self.has_new_file:
                file_arriving.send(type(self), file=self, size=self.file.size, is_locked=True)
            super().save(*args, **kwargs)


def lock_rows(model: type[models.Model], ids: Iterable[int]) -> None:
    """Lock pictures or documents until the end of the transaction, in one order, so that no two wait for each other."""
    if ids := sorted(set(ids)):
        list(model._default_manager.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


class People(models.TextChoices):
    """What was said of the people in a picture."""

    NOBODY = "none", _("Nobody can be recognised in it")
    AGREED = "agreed", _("Whoever can be recognised agreed that it is shown")


class Image(Uploaded, AbstractImage):
    """A picture. Wagtail's `description` is its alternative text."""

    file = PictureColumn(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    tags = TaggableManager(verbose_name=_("tags"), blank=True, related_name="images")
    credit = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Who took or drew it."))
    # Empty while nobody has said it: that is never taken for "nobody".
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
        """Whether everyone who can be recognised in it agreed that it is shown."""
        return self.people == People.AGREED

    def clean(self) -> None:
        """Strip a new file already here, so that a form shows what is wrong, and Wagtail measures what is kept."""
        super().clean()
        try:
            self.strip_metadata()
        except ValidationError as error:
            raise ValidationError({"file": error}) from error
        self.refuse_without_room()

    def strip_metadata(self) -> None:
        """Put a bare copy in the place of a new file. Raises ValidationError when it is no picture that is taken."""
        if self.has_new_file and not isinstance(self.file.file, BarePicture):
            self.file = without_metadata(self.file.file)  # type: ignore[assignment]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.has_new_file:
            self.strip_metadata()
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> File:
        """Make one size of it. Raises BusyError while other pictures are decoded for too long."""
        with decoding():
            return super().generate_rendition_file(filter, source=source)


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="assets_rendition_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["file"], name="assets_rendition_file")]

    @property
    def url(self) -> str:
        """The portal's own address, also where the storage has one: who may see it is asked when it is served."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(self.file.name)}"


class Document(Uploaded, AbstractDocument):
    """A file to download; PDF files know their number of pages."""

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
        """The name under which it lies on a reader's phone: its title, with the extension."""
        return f"{one_line(self.title)}{PurePath(self.filename).suffix}"

    def clean(self) -> None:
        self.clean_file()
        self.refuse_without_room()

    def clean_file(self) -> None:
        super().clean()
        if self.has_new_file:
            try:
                self.refuse_unfit(self.file.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error

    @staticmethod
    def refuse_unfit(file: File) -> None:
        """Raises ValidationError when the file is too large or not what its name says."""
        refuse_more_than(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE, file)
        refuse_wrong_type(file)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.has_new_file:
            self.clean_file()
            self.pages = count_pages(self.file.file)
            self._set_document_file_metadata()
            self.file.name = plain_name(self.file.name, PurePath(self.file.name).suffix.lower())
        super().save(*args, **kwargs)


class FilePublicityQuerySet(models.QuerySet["FilePublicity"]):
    def open(self) -> FilePublicityQuerySet:
        """Those whose page is public at this moment, though Wagtail keeps an expired one live until it is swept."""
        unexpired = Q(page__expire_at=None) | Q(page__expire_at__gt=timezone.now())
        return self.filter(unexpired, page__live=True, is_open=True)


class FilePublicity(models.Model):
    """A live page shows this file. Whoever asks for a file without an open row must have a right to it."""

    # Without indexes of their own: those of the constraints begin with them.
    image = models.ForeignKey(Image, null=True, on_delete=models.CASCADE, related_name="publicity", db_index=False)
    document = models.ForeignKey(
        Document, null=True, on_delete=models.CASCADE, related_name="publicity", db_index=False
    )
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    # False while the public does not see the page, though it is live: it may be seen again as it was approved.
    is_open = models.BooleanField(default=True)

    objects = FilePublicityQuerySet.as_manager()

    # It follows from pages; as a use of a file it would count every page twice.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "page"], name="assets_publicity_image_once"),
            models.UniqueConstraint(fields=["document", "page"], name="assets_publicity_document_once"),
            models.CheckConstraint(
                condition=Q(image=None, document__isnull=False) | Q(image__isnull=False, document=None),
                name="assets_publicity_of_one_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.image_id or self.document_id} on {self.page_id}"


class DocumentPreview(models.Model):
    """The preview of a document for editors: its text, and of a PDF its first page as a picture.

    Both are empty when the document could not be read. It is made once: a stored file never changes.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="preview")
    picture = models.FileField(upload_to="previews", blank=True)
    text = models.TextField(blank=True)

    # It is no use of a document.
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.document_id}"

    @property
    def unicode_text(self) -> str:
        """Its text in Unicode where it was written for an old font; empty for any other."""
        found = old_font_text(self.text)
        return found.converted if found else ""

    @property
    def picture_url(self) -> str:
        """The portal's own address, as for the sizes of pictures."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(self.picture.name)}"
