"""The records of which public page shows which file, and previews of documents for editors."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.encoding import filepath_to_uri
from wagtail.models import Page

from assets.models.files import Document, Image
from khmer.old_fonts.detection import old_font_text


class FilePublicityQuerySet(models.QuerySet["FilePublicity"]):
    """Queries for the records of publicity."""

    def open(self) -> FilePublicityQuerySet:
        """Return the records of files that a live, unexpired page shows to the public now.

        Wagtail keeps an expired page live until its scheduler runs; such a page does not count.
        """
        unexpired = Q(page__expire_at=None) | Q(page__expire_at__gt=timezone.now())
        return self.filter(unexpired, page__live=True, is_open=True)


class FilePublicity(models.Model):
    """The record that a live page shows a file; without an open record a reader needs a right to the file."""

    # Without indexes of their own: those of the constraints begin with them.
    image = models.ForeignKey(Image, null=True, on_delete=models.CASCADE, related_name="publicity", db_index=False)
    document = models.ForeignKey(
        Document, null=True, on_delete=models.CASCADE, related_name="publicity", db_index=False
    )
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    # False while the public does not see the page, though it is live: it may be seen again as it was approved.
    is_open = models.BooleanField(default=True)

    objects = FilePublicityQuerySet.as_manager()

    # Without this, Wagtail would count each page twice as a use of the file.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "page"], name="assets_publicity_image_once"),
            models.UniqueConstraint(fields=["document", "page"], name="assets_publicity_document_once"),
            models.CheckConstraint(
                # Exactly one of the two.
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
    # Read by a program in the picture of a page, and therefore with mistakes.
    is_machine_read = models.BooleanField(default=False, db_default=False)

    # Without this, Wagtail would count the preview as a use of the document.
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.document_id}"

    @property
    def unicode_text(self) -> str:
        """Return the document's text converted to Unicode if it is for an old Khmer font; else ""."""
        found = old_font_text(self.text)
        return found.converted if found else ""

    @property
    def picture_url(self) -> str:
        """Return the portal's URL of the picture of the document's first page; access is checked there."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(self.picture.name)}"
