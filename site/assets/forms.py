"""Wagtail's form for pictures, with a field that no upload can break."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from assets.fields import PictureField


class PictureForm(BaseImageForm):
    file = PictureField(label=_("file"))

    class Meta(BaseImageForm.Meta):
        pass
