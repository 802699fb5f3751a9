"""The forms of an organization's managers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assets.fields import PictureField
from common.refusal import Refusal
from common.typed_text.old_fonts import OldFontOffers, keep_letters_field
from orgs.guard.file_quota import refuse_full
from orgs.models import Organization, Role
from orgs.models.handed_links import LONGEST_NOTE
from orgs.models.organization import LONGEST_DESCRIPTION
from orgs.profile import TERM_FIELDS, TEXT_FIELDS, slugs
from vocabulary.models import Place, Topic
from workspace.organization.brand_preview import THREADS, is_colour

# What a manager gives somebody: a role, or that of a translator into one language.
TRANSLATOR = "translator-"


def role_choices() -> list[tuple[str, Any]]:
    """Return the roles that a manager may give, with those of translators, as choices of a form."""
    return [*Role.choices, *translator_choices()]


def translator_choices() -> list[tuple[str, Any]]:
    """Return a choice for a translator into each language of the portal."""
    return [(f"{TRANSLATOR}en", _("translator into English")), (f"{TRANSLATOR}km", _("translator into Khmer"))]


def role_of(chosen: str) -> tuple[str, str]:
    """Return the role of a choice, and the language of a translator or "". Raises ValueError for an unknown choice."""
    if chosen not in dict(role_choices()):
        raise ValueError(chosen)
    if chosen.startswith(TRANSLATOR):
        return Role.OFFICER, chosen.removeprefix(TRANSLATOR)
    return chosen, ""


def choice_of(role: str, translates_into: str) -> str:
    """Return the choice that stands for a role, or for that of a translator into a language."""
    return f"{TRANSLATOR}{translates_into}" if translates_into else role


INVITED_AS = [
    (Role.OFFICER, _("Officer: writes and sends for review")),
    (Role.MANAGER, _("Manager: also manages the members")),
    (f"{TRANSLATOR}en", _("Translator: translates into English, and does nothing else")),
    (f"{TRANSLATOR}km", _("Translator: translates into Khmer, and does nothing else")),
]


def language_of_invitation() -> forms.ChoiceField:
    """Return the form field for the language in which somebody is invited, Khmer at first."""
    return forms.ChoiceField(
        label=_("Language of the invitation"), choices=settings.LANGUAGES, initial="km", widget=forms.RadioSelect
    )


class InviteForm(forms.Form):
    """The form of an invitation to work for the organization."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=INVITED_AS,
        initial=Role.OFFICER,
        widget=forms.RadioSelect,
    )
    language = language_of_invitation()

    def clean(self) -> dict[str, Any]:
        """Return the cleaned fields with the role apart from the language of a translator."""
        fields = super().clean() or self.cleaned_data
        if chosen := fields.get("role"):
            fields["role"], fields["translates_into"] = role_of(chosen)
        return fields


class HandedLinkForm(forms.Form):
    """The form of a link with which somebody without e-mail joins the organization: never as a manager."""

    note = forms.CharField(
        label=_("For whom"),
        help_text=_("For you, so that you tell the links apart. Only managers see it."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[choice for choice in INVITED_AS if choice[0] != Role.MANAGER],
        initial=Role.OFFICER,
        widget=forms.RadioSelect,
    )
    language = language_of_invitation()

    def clean(self) -> dict[str, Any]:
        """Return the cleaned fields with the language of a translator in place of the role."""
        fields = super().clean() or self.cleaned_data
        if chosen := fields.pop("role", ""):
            _role, fields["translates_into"] = role_of(chosen)
        return fields


def description(label: Any) -> forms.CharField:
    """Return an optional form field, a text area with this label, for a description of an organization."""
    return forms.CharField(
        label=label, max_length=LONGEST_DESCRIPTION, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class ColourInput(forms.ColorInput):
    """A form widget for a colour, without the attributes that HTML forbids on it."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Return False, so that the HTML colour input has no attribute `required`."""
        return False

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the attributes of the HTML colour input without `maxlength`."""
        attributes = super().build_attrs(*args, **kwargs)
        attributes.pop("maxlength", None)
        return attributes


class ThreadInput(forms.RadioSelect):
    """A form widget that shows each colour to choose as a square."""

    template_name = "workspace/organization/threads.html"


class ProfileForm(OldFontOffers, forms.ModelForm):
    """The form of an organization's profile; its address, tier and status are not part of it.

    The colour is one of the threads or any other: of the two boxes the one that was changed counts, the thread first.
    """

    thread = forms.ChoiceField(
        label=_("Colour of the organization"),
        help_text=_("The shade is adjusted so that everybody can read it."),
        choices=[(colour, name) for _slug, colour, name in THREADS],
        required=False,
        widget=ThreadInput,
    )
    description_en = description(_("What it does, in English"))
    description_km = description(_("What it does, in Khmer"))
    file = PictureField(label=_("Logo"), required=False)
    without_logo = forms.BooleanField(label=_("Show no logo"), required=False)
    keep_letters = keep_letters_field()

    class Meta:
        model = Organization
        fields = (*TEXT_FIELDS, *TERM_FIELDS)
        labels = {"colour": _("Another colour")}
        widgets = {
            "colour": ColourInput,
            "places": forms.CheckboxSelectMultiple,
            "topics": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, proposed: dict[str, Any], **kwargs: Any) -> None:
        """Begin the form with `proposed`, the profile that waits for an editor."""
        kwargs["initial"] = initial_values(proposed)
        super().__init__(*args, **kwargs)
        self.initial["thread"] = str(self["colour"].initial).lower()
        # Without a logo there is none to remove.
        if not (proposed["logo"] if proposed else self.instance.logo_id):
            del self.fields["without_logo"]

    def clean_file(self) -> Any:
        """Return the uploaded logo. Raises ValidationError when the organization has no storage left."""
        file = self.cleaned_data["file"]
        if file:
            # Here too, and not only in the service: the error then stands beside the field.
            try:
                refuse_full(self.instance, file.size)
            except Refusal as refusal:
                raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return file

    @property
    def new_thread(self) -> str:
        """Return the thread that is chosen in the form, or "" if it is the one that the organization has."""
        thread = self["thread"].value() or ""
        return "" if thread == self.initial["thread"] else str(thread)

    @property
    def colour(self) -> str:
        """Return the colour that is chosen in the form; where that is no colour, the stored one."""
        chosen = self.new_thread or str(self["colour"].value())
        return chosen if is_colour(chosen) else str(self["colour"].initial)

    def clean(self) -> None:
        """Take the chosen thread as the colour; add errors where a text is written for an old, non-Unicode font."""
        super().clean()
        if self.new_thread:
            self.cleaned_data["colour"] = self.new_thread
        self.refuse_old_fonts()

    def profile(self) -> dict[str, Any]:
        """Return the typed profile as a dict of texts and slugs of topics and places, without the logo."""
        words = {name: self.cleaned_data[name] for name in TEXT_FIELDS}
        return words | {name: slugs(self.cleaned_data[name]) for name in TERM_FIELDS}


def initial_values(proposed: dict[str, Any]) -> dict[str, Any]:
    """Return a proposed profile's values as initial form values, topics and places as querysets."""
    terms = {"topics": Topic.objects.all(), "places": Place.objects.all()}
    # Nothing where no change waits (`{}`): the form then shows the profile itself.
    kept = {name: proposed[name] for name in TEXT_FIELDS if name in proposed}
    return kept | {name: terms[name].filter(slug__in=proposed[name]) for name in TERM_FIELDS if name in proposed}
