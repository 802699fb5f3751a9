"""The base model of pictures and documents: their bytes never change, and the file quota holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from assets.signals import file_arriving, file_changing
from common.refusal import Refusal


# Fields of Wagtail's stand here again with reverse names of their own, which would clash with those of its own models.
class Uploaded(models.Model):
    """An uploaded file; its bytes never change, nor what pages show of it while a live page does."""

    # The fields that pages show of the file and editors approve; tags are approved too.
    SHOWN: ClassVar[tuple[str, ...]]
    # The fields that were approved in the first version, when the rest was not compared yet.
    SHOWN_AT_FIRST: ClassVar[tuple[str, ...]]
    file: Any
    publicity: Any
    tags: Any
    collection_id: int
    file_size: int | None

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
        """Return whether the file is an upload that is not stored yet."""
        # Django marks a file as committed once the storage has it.
        return bool(self.file) and not self.file._committed

    @property
    def is_frozen(self) -> bool:
        """Return True when the file must not change: a live page refers to it, or a signal receiver forbids it.

        A live page that the public does not see at the moment counts too. The receivers are those of file_changing.
        """
        # Receivers above know of submissions: a file in review must not change either.
        return self.publicity.exists() or any(answer for _who, answer in file_changing.send(type(self), file=self))

    def clean(self) -> None:
        """Validate the picture or document. Raises ValidationError for a forbidden change of a stored file."""
        super().clean()
        self.refuse_change()

    def refuse_without_room(self) -> None:
        """Raise ValidationError for a new file that does not fit into its collection's storage quota."""
        if self.has_new_file:
            try:
                file_arriving.send(type(self), file=self, size=self.file.size, is_locked=False)
            except Refusal as refusal:
                raise ValidationError({"file": str(refusal)}, code=refusal.code) from refusal

    def refuse_change(self) -> None:
        """Raise ValidationError if a stored file gets other bytes or a frozen one other data; Refusal if over quota.

        Raises Refusal when the file moves to another collection whose quota is used up.
        """
        stored = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        if stored is None:
            return
        if self.has_new_file or self.file.name != stored.file.name:
            raise ValidationError(
                _("A stored file cannot be changed. Upload the new version as another file."), code="new_file"
            )
        changed = [name for name in self.SHOWN if getattr(self, name) != getattr(stored, name)]
        if self.collection_id != stored.collection_id:
            file_arriving.send(type(self), file=self, size=self.file_size or 0, is_locked=False)
        # The hash follows from the bytes, and may be computed later.
        if set(changed) - {"file_hash"} and self.is_frozen:
            raise ValidationError(
                _("A public page shows this file. Upload a new one, choose it on the page and send that for review."),
                code="frozen",
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the file's row, locked in a transaction. Raises ValidationError or Refusal for change or quota."""
        with transaction.atomic():
            # Locked: an editor who decides at the same instant locks it too, and sees what is saved, or saves first.
            if self.pk:
                lock_rows(type(self), [self.pk])
                self.refuse_change()
            if self.has_new_file:
                file_arriving.send(type(self), file=self, size=self.file.size, is_locked=True)
            super().save(*args, **kwargs)


def lock_rows(model: type[models.Model], ids: Iterable[int]) -> None:
    """Lock the rows of pictures or documents, in order of id, until the transaction ends."""
    if ids := sorted(set(ids)):
        # In the order of ids, so that two transactions cannot wait for each other.
        list(model._default_manager.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
