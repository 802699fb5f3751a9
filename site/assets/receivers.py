"""Receivers for tags, previews and unfinished uploads, which Wagtail and other apps store."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from taggit.models import TaggedItem
from wagtail.models import UploadedFile

from assets.models import Document, DocumentPreview, Image, lock_rows
from assets.pictures.metadata import without_metadata
from common.refusal import Refusal

# The most files of one person that may wait for the rest of their form.
MOST_WAITING = 50


@receiver(m2m_changed, sender=TaggedItem)
def keep_tags_of_approved(instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Raise Refusal when tags of a picture or document that a live page shows are changed (receiver)."""
    # Before the change only, and not where nothing changes (an empty set).
    if not isinstance(instance, Image | Document) or not action.startswith("pre_") or pk_set == set():
        return
    # Rows can be locked only in a transaction.
    if transaction.get_connection().in_atomic_block:
        lock_rows(type(instance), [instance.pk])
    if instance.is_frozen:
        raise Refusal(_("A public page shows this file. Its tags stay as they were approved."), code="frozen")


@receiver(pre_save, sender=UploadedFile)
def strip_waiting_upload(instance: UploadedFile, **kwargs: Any) -> None:
    """Remove metadata from an uploaded picture that Wagtail stores before its form is complete (receiver)."""
    pictures = ContentType.objects.get_for_model(Image)
    # Wagtail stores what is dropped on its page at once, before anybody has filled in the form.
    if instance.for_content_type_id == pictures.pk and instance.file and not instance.file._committed:
        instance.file = without_metadata(instance.file.file)


@receiver(post_delete, sender=DocumentPreview)
def delete_preview_file(instance: DocumentPreview, **kwargs: Any) -> None:
    """Delete the stored picture of a deleted document preview, after the commit (signal receiver)."""
    storage, name = instance.picture.storage, instance.picture.name
    if name:
        # After the commit: a rolled-back transaction must not have lost its file.
        transaction.on_commit(lambda: storage.delete(name))


@receiver(post_save, sender=UploadedFile)
def delete_oldest_waiting(instance: UploadedFile, created: bool, **kwargs: Any) -> None:
    """Delete a user's oldest uploads and their files when more than 50 wait for their form (receiver).

    They lie in no collection, so that no quota counts them.
    """
    if not created or instance.uploaded_by_user_id is None:
        return
    own = UploadedFile.objects.filter(uploaded_by_user=instance.uploaded_by_user_id).order_by("-pk")
    for upload in own[MOST_WAITING:]:
        storage, name = upload.file.storage, upload.file.name
        # delete() of the row leaves the file to its storage.
        upload.delete()
        transaction.on_commit(partial(storage.delete, name))
