"""What Wagtail stores beside the models of this app."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import UploadedFile

from assets.metadata import without_metadata
from assets.models import Image


@receiver(pre_save, sender=UploadedFile)
def strip_waiting_upload(instance: UploadedFile, **kwargs: Any) -> None:
    """A picture that waits for the rest of its form is laid down as it came: it must be bare already."""
    pictures = ContentType.objects.get_for_model(Image)
    if instance.for_content_type_id == pictures.pk and instance.file and not instance.file._committed:
        instance.file = without_metadata(instance.file.file)
