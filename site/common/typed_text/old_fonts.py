"""Forms that offer Unicode for what was typed or pasted as Khmer of an old font."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from khmer.old_fonts.detection import old_font_text

# Of the field that says that a text stays as it is, and of the button's value.
KEPT, CONVERT = "keep_letters", "convert"

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object


class OldFontOffer(NamedTuple):
    """A field with Khmer of an old font, and what it says in Unicode; nothing where the font's make is not known."""

    field: forms.BoundField
    converted: str


def keep_letters_field() -> forms.BooleanField:
    """The answer that there is no old font in it. It is shown beside an offer only."""
    return forms.BooleanField(label=_("This is no text of an old font. Leave it as it is."), required=False)


class OldFontOffers(_Form):
    """A form that finds Khmer of old fonts in its boxes. It has the field `keep_letters`."""

    @property
    def old_font_offers(self) -> list[OldFontOffer]:
        """The fields with text of an old font, typed now or before, each with its offer."""
        offers = []
        for name, field in self.fields.items():
            value = self[name].value() if type(field.widget) in (forms.TextInput, forms.Textarea) else None
            if isinstance(value, str) and (found := old_font_text(value)):
                offers.append(OldFontOffer(self[name], found.converted))
        return offers

    @property
    def can_convert(self) -> bool:
        return any(offer.converted for offer in self.old_font_offers)

    def refuse_old_fonts(self) -> None:
        """Refuse texts of old fonts, unless she says that they are none. To be called while the form is cleaned."""
        if self.cleaned_data.get(KEPT):
            return
        for offer in self.old_font_offers:
            # What is refused already is not told twice.
            if not self.has_error(offer.field.name):
                self.add_error(offer.field.name, _("This is Khmer for an old font: readers see Latin letters."))

    def convert_old_fonts(self) -> None:
        """Put the Unicode that is offered into the boxes."""
        data: Any = cast(QueryDict, self.data).copy()
        for offer in self.old_font_offers:
            if offer.converted:
                data[offer.field.html_name] = offer.converted
        self.data = data
