"""Forms that offer Unicode for text that was typed or pasted in an old Khmer font."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from khmer.old_fonts.detection import old_font_text

# The name of the checkbox that keeps a text as it is, and the value of the button that converts.
KEPT, CONVERT = "keep_letters", "convert"

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object


class OldFontOffer(NamedTuple):
    """A field with text of an old font, and that text in Unicode; empty when the kind of font is not known."""

    field: forms.BoundField
    converted: str


def keep_letters_field() -> forms.BooleanField:
    """Return the form's checkbox "This text is not in an old font. Leave it as it is."."""
    return forms.BooleanField(label=_("This text is not in an old font. Leave it as it is."), required=False)


class OldFontOffers(_Form):
    """A form that finds text of old fonts in its boxes. It has the field `keep_letters`."""

    @property
    def old_font_offers(self) -> list[OldFontOffer]:
        """Return the form's fields whose text is Khmer of an old font, each with the Unicode text offered."""
        offers = []
        for name, field in self.fields.items():
            value = self[name].value() if type(field.widget) in (forms.TextInput, forms.Textarea) else None
            if isinstance(value, str) and (found := old_font_text(value)):
                offers.append(OldFontOffer(self[name], found.converted))
        return offers

    @property
    def can_convert(self) -> bool:
        """Return whether any text of an old font in the form can be converted to Unicode."""
        return any(offer.converted for offer in self.old_font_offers)

    def refuse_old_fonts(self) -> None:
        """Add a form error to each field with text of an old font, unless the person ticked to keep it.

        To be called while the form is cleaned.
        """
        if self.cleaned_data.get(KEPT):
            return
        for offer in self.old_font_offers:
            # A field that has an error already gets no second one.
            if not self.has_error(offer.field.name):
                self.add_error(offer.field.name, _("This is Khmer for an old font: readers see Latin letters."))

    def convert_old_fonts(self) -> None:
        """Replace text of old fonts in the form's posted data by Unicode; text of an unknown font stays."""
        data: Any = cast(QueryDict, self.data).copy()
        for offer in self.old_font_offers:
            if offer.converted:
                data[offer.field.html_name] = offer.converted
        self.data = data
