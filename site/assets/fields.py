"""The column that stores a picture, and the form field that takes one."""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings
from django.core.files.images import get_image_dimensions
from django.forms.fields import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from wagtail.images.fields import WagtailImageField as WagtailFormField
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from assets.pictures.metadata import BarePicture, without_metadata
from khmer import typography


def _what_is_taken() -> str:
    limit = typography.numerals(filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE), get_language() or "en")
    return gettext("JPEG, PNG, WebP, HEIC or AVIF, %(limit)s at most.") % {"limit": limit}


what_is_taken = lazy(_what_is_taken, str)


class StoredPicture(WagtailImageFieldFile):
    """A stored picture; everything that is saved through it loses its metadata first."""

    def get_image_dimensions(self) -> tuple[int | None, int | None]:
        """Return width and height in pixels, read from the file's header; (None, None) if none.

        Wagtail's own unpacks the whole picture, every time a model is made with a new file, and fails for a damaged
        one before any form or model can refuse it in words.
        """
        return get_image_dimensions(self)

    def save(self, name: str, content: IO[bytes], save: bool = True) -> None:
        """Store a picture encoded anew without metadata; ValidationError if no picture, too large, animated or busy."""
        # Here too, and not only in the form: code that stores a file comes by this way.
        bare = without_metadata(content)
        super().save(bare.name or name, bare, save)


class PictureColumn(WagtailImageField):
    """The model field of a picture."""

    attr_class = StoredPicture


class PictureField(WagtailFormField):
    """A form field that takes an uploaded picture and returns it without metadata, or says in words why not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail's own hint is computed once, in the language of that moment.
        self.help_text = kwargs.get("help_text") or what_is_taken()

    def to_python(self, data: Any) -> BarePicture | None:
        """Return the uploaded picture without metadata, or None. Raises ValidationError if it is no picture."""
        # Past Django's and Wagtail's own checks, which open the picture as well and give other messages.
        upload = FileField.to_python(self, data)
        return None if upload is None else without_metadata(upload)
