"""Wagtail's forms for pictures and documents, in which a new file makes a new picture or document."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from assets.fields import PictureField
from assets.models import Image
from assets.signals import room_asked

REPLACING = _("The new file is stored as a separate file. Pages show this one until you choose the new one there.")
TAGS_STAY = _("A public page shows this file. Its tags stay as they were approved.")


class KeepsFile:
    """A form in which a stored file never changes: "replace" makes a new row."""

    instance: Any
    original_file: Any
    cleaned_data: dict[str, Any]
    changed_data: list[str]
    fields: dict[str, Any]
    collections: Any
    # Fields whose answers belong to one file: they are emptied when a new file is chosen.
    OF_ONE_FILE: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.uploading_user = kwargs.get("user")
        if "file" in self.fields:
            # Words of the packages above, such as how much room is left in the organization's storage.
            told = [answer for _who, answer in room_asked.send(type(self), user=self.uploading_user) if answer]
            hint = REPLACING if self.instance.pk else self.fields["file"].help_text
            self.fields["file"].help_text = " ".join(str(part) for part in (hint, *told) if part)

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data. Raises ValidationError if tags change of a file that a public page shows."""
        cleaned = super().clean() or self.cleaned_data  # type: ignore[misc]
        is_same = "file" not in self.changed_data
        if is_same and self.instance.pk and "tags" in self.changed_data and self.instance.is_frozen:
            raise ValidationError(TAGS_STAY, code="frozen")
        return cleaned

    def _post_clean(self) -> None:
        if self.instance.pk and "file" in self.changed_data:
            self.instance = type(self.instance)(
                collection_id=self.instance.collection_id, uploaded_by_user=self.uploading_user
            )
            # Otherwise Wagtail would delete the old file.
            self.original_file = None
            # Who is in the old picture says nothing about the new one.
            for name in set(self.OF_ONE_FILE) & self.fields.keys() - set(self.changed_data):
                self.cleaned_data[name] = None if name in Image.FOCAL_POINT else ""
        # Members have one collection and no box to choose it.
        if "collection" not in self.fields and len(self.collections) == 1:
            # Wagtail sets the collection when it saves; the model needs it before, to check the quota.
            self.instance.collection = self.collections[0]
        super()._post_clean()  # type: ignore[misc]


class PictureForm(KeepsFile, BaseImageForm):
    """The form of a picture, with a field that no upload can break."""

    OF_ONE_FILE = ("people", *Image.FOCAL_POINT)
    # A declared field does not take Meta's widget, which fills in the title when a file is chosen.
    file = PictureField(label=_("file"), widget=BaseImageForm.Meta.widgets["file"])

    class Meta(BaseImageForm.Meta):
        pass


class DocumentForm(KeepsFile, BaseDocumentForm):
    """The form of a document."""

    class Meta(BaseDocumentForm.Meta):
        pass
