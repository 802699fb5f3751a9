"""Records of the files that the public may have, and previews of documents for editors."""

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
