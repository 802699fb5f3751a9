"""The forms by which editors look after organizations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from assets.fields import PictureField
from orgs.guard.audit_log import action_choices
from orgs.models import Organization
from orgs.pages.registry import page_kinds
from orgs.profile import TERM_FIELDS, TEXT_FIELDS, slugs
from vocabulary.models import Place, Topic

LONGEST_REASON = 1000
LONGEST_DESCRIPTION = 1000
# Stands in the workspace for a page where an organization's address would.
NEW = "new"


class NewOrganizationForm(forms.ModelForm):
    """What an organization begins with."""

    manager = forms.EmailField(
        label=_("Address of its first manager"),
        help_text=_("She is invited by mail, and looks after the organization's people from then on."),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES, initial="km", widget=forms.RadioSelect
    )

    class Meta:
        model = Organization
        fields = ("name_en", "name_km", "slug", "email", "phone", "website")
        labels = {"slug": _("Address on Neary")}
        help_texts = {"slug": _("A few Latin letters, for example silk-weavers. It stays.")}

    def clean_slug(self) -> str:
        return free_slug(self.cleaned_data["slug"])


def free_slug(slug: str) -> str:
    """The slug in small letters. Raises ValidationError when it is taken."""
    slug = slug.lower()
    if slug == NEW or slug in page_kinds().list_slugs or Organization.objects.filter(slug=slug).exists():
        raise forms.ValidationError(_("This address is taken. Please choose another."))
    return slug


class AcceptForm(forms.ModelForm):
    """How an organization that applied is called on Neary."""

    class Meta:
        model = Organization
        fields = ("name_en", "name_km", "slug")
        labels = NewOrganizationForm.Meta.labels
        help_texts = NewOrganizationForm.Meta.help_texts

    def clean_slug(self) -> str:
        return free_slug(self.cleaned_data["slug"])


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, in the organization’s language"),
        help_text=_("It is sent by mail."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StandingForm(forms.Form):
    """What an organization may do, whether it is seen, and why that changes."""

    status = forms.ChoiceField(label=_("Standing"), widget=forms.RadioSelect)
    visibility = forms.ChoiceField(
        label=_("Its public pages"),
        choices=[("shown", _("stay public")), ("hidden", _("are hidden"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is written into the log, which the organization's managers read too."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "status": organization.status,
            "visibility": "hidden" if organization.is_hidden else "shown",
        }
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (Organization.Status.ACTIVE, _("active")),
            (Organization.Status.SUSPENDED, _("suspended: nobody writes in its name until this is settled")),
            (Organization.Status.FROZEN, _("frozen: an emergency, for example a stolen account")),
        ]

    def standing(self) -> dict[str, Any]:
        """The arguments of orgs.status.set_status."""
        chosen = self.cleaned_data
        return {
            "status": chosen["status"],
            "is_hidden": chosen["visibility"] == "hidden",
            "reason": chosen["reason"],
        }


def description(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_DESCRIPTION, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class FactsForm(forms.ModelForm):
    """What an organization says of itself. Its address, tier and standing are not among it."""

    description_en = description(_("What it does, in English"))
    description_km = description(_("What it does, in Khmer"))
    file = PictureField(label=_("Logo"), required=False)
    without_logo = forms.BooleanField(label=_("Show no logo"), required=False)

    class Meta:
        model = Organization
        fields = (*TEXT_FIELDS, *TERM_FIELDS)
        labels = {"colour": _("Colour of its thread")}
        help_texts = {"colour": _("Its shade is chosen so that everybody can read it.")}
        widgets = {
            "colour": forms.TextInput(attrs={"type": "color"}),
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "places": forms.CheckboxSelectMultiple,
            "topics": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, said: dict[str, Any], **kwargs: Any) -> None:
        """`said` are facts that wait for an editor: the form begins with them."""
        kwargs["initial"] = begun_with(said)
        super().__init__(*args, **kwargs)
        message = _("Please write digits and spaces only, for example 012 345 678.")
        self.fields["phone"].validators.append(RegexValidator(r"^[\d\s+().,/-]+$", message))
        if not (said["logo"] if said else self.instance.logo_id):
            del self.fields["without_logo"]

    def facts(self) -> dict[str, Any]:
        """What she wrote, as orgs.profile keeps it."""
        words = {name: self.cleaned_data[name] for name in TEXT_FIELDS}
        return words | {name: slugs(self.cleaned_data[name]) for name in TERM_FIELDS}


def begun_with(said: dict[str, Any]) -> dict[str, Any]:
    """Facts as a form takes them."""
    terms = {"topics": Topic.objects.all(), "places": Place.objects.all()}
    kept = {name: said[name] for name in TEXT_FIELDS if name in said}
    return kept | {name: terms[name].filter(slug__in=said[name]) for name in TERM_FIELDS if name in said}


class FactsAnswerForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, when you decline"),
        help_text=_("It is sent by mail."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LogForm(forms.Form):
    """By what the log is narrowed; what is none of the choices narrows nothing."""

    organization = forms.ModelChoiceField(
        Organization.objects.all(),
        label=_("Organization"),
        required=False,
        to_field_name="slug",
        empty_label=_("All organizations"),
    )
    person = forms.CharField(label=_("Name or e-mail address"), max_length=200, required=False)
    action = forms.ChoiceField(label=_("What"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("Everything")), *action_choices()]  # type: ignore[attr-defined]
