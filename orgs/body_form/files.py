"""Form fields of the pictures and documents in a long text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from assets.models import Document, Image
from assets.services import add_picture, updated_description
from khmer.typography import first_words
from orgs.models import Organization

LONGEST_NAME, LONGEST_ALT_TEXT = 80, 255
GONE = _("This file is no longer available. Please choose it again.")


class OwnFileField(forms.Field):
    """A hidden field for the id of a stored file; `rows` are those that may be named, by their ids."""

    widget: type[forms.Widget] = forms.HiddenInput

    def __init__(self, label: Any = None) -> None:
        super().__init__(required=False, label=label)
        self.rows: Mapping[int, Any] = {}

    def to_python(self, value: Any) -> Image | Document | None:
        """Return the file of this id, or None for an empty value. Raises ValidationError for ids of others."""
        if value in self.empty_values:
            return None
        row = self.rows.get(as_id(value))
        if row is None:
            raise ValidationError(GONE, code="gone")
        return row

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether the posted id is another one than the stored."""
        return str(initial or "") != str(data or "")


class OwnDocumentField(OwnFileField):
    """A list of the organization's documents, of which one may be chosen; the form sets the choices."""

    widget = forms.Select


def as_id(value: Any) -> int:
    """Return a posted id as a number; 0 for what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


class PicturesInput(forms.FileInput):
    """A file input in which several pictures can be chosen; each more becomes a part of its own."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/*", "multiple": True})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the one file of this part, or None: the others have parts of their own (spread_files)."""
        return files.get(name)


class DocumentField(forms.FileField):
    """A form field that takes a document. Refuses files that are too large, or of a kind that is not taken."""

    def to_python(self, data: Any) -> Any:
        """Return the uploaded file, or None. Raises ValidationError where it is no document that the portal takes."""
        file = super().to_python(data)
        if file is not None:
            FileExtensionValidator(settings.WAGTAILDOCS_EXTENSIONS)(file)
            Document.refuse_unfit(file)
        return file


def store_file(model: Any, organization: Organization, user: Any, said: Mapping[str, Any]) -> Image | Document:
    """Store the uploaded file of a part, an Image or a Document, for an organization. May raise Refusal (quota)."""
    return (store_document if model is Document else store_part_picture)(organization, user, said)


def store_document(organization: Organization, user: Any, said: Mapping[str, Any]) -> Document:
    """Store the uploaded document of a part in an organization's collection; return it. May raise Refusal (quota)."""
    file = said["file"]
    name = said["title"] or file.name.rpartition(".")[0].replace("_", " ") or file.name
    return Document.objects.create(
        title=name[:LONGEST_NAME], file=file, collection=organization.collection, uploaded_by_user=user
    )


def store_part_picture(organization: Organization, user: Any, said: Mapping[str, Any]) -> Image:
    """Store the uploaded picture of a part in an organization's collection; return it. May raise Refusal (quota)."""
    words = first_words(said["alt_text"], LONGEST_NAME) or said["file"].name
    return add_picture(
        said["file"],
        title=words[:LONGEST_NAME],
        collection=organization.collection,
        user=user,
        description=said["alt_text"][:LONGEST_ALT_TEXT],
        people=said["people"],
        credit=said["credit"],
    )


def with_words(image: Image, organization: Organization, user: Any, said: Mapping[str, Any]) -> Image:
    """Return a picture with consent and credit as typed: a copy where a public page shows it, or it is of others."""
    words = {"people": said["people"], "credit": said["credit"]}
    return updated_description(image, user=user, collection=organization.collection, **words)
