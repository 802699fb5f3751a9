"""The forms by which editors add and manage organizations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from orgs.guard.audit_log import action_choices
from orgs.models import Organization
from orgs.pages.registry import page_kinds
from orgs.profile import NAME_FIELDS, is_taken
from orgs.status import status_version

LONGEST_REASON = 1000
# In the workspace's addresses this stands where an organization's slug would, so no organization may have it.
NEW = "new"


class NewOrganizationForm(forms.ModelForm):
    """The form of a new organization and its first manager."""

    manager = forms.EmailField(
        label=_("Address of its first manager"),
        help_text=_("This person is invited by mail and then manages the organization's members."),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=settings.LANGUAGES, initial="km", widget=forms.RadioSelect
    )

    class Meta:
        model = Organization
        fields = ("name_en", "name_km", "slug", "email", "phone", "website")
        labels = {"slug": _("Address on Neary")}
        help_texts = {"slug": _("A few Latin letters, for example silk-weavers. It cannot be changed later.")}

    def clean_slug(self) -> str:
        """Return the new organization's slug in lower case. Raises ValidationError if it is taken or reserved."""
        return free_slug(self.cleaned_data["slug"])

    def clean(self) -> None:
        """Add a form error where another organization has one of the typed names."""
        super().clean()
        refuse_taken_name(self)


def refuse_taken_name(form: forms.ModelForm) -> None:
    """Add an error to the form for each typed name of an organization that another organization has."""
    for name in NAME_FIELDS:
        if is_taken([form.cleaned_data.get(name, "")], Organization.objects.all()):
            form.add_error(name, _("Another organization has this name."))


def free_slug(slug: str) -> str:
    """Return an organization's slug in lower case. Raises ValidationError when it is taken or reserved."""
    slug = slug.lower()
    if slug == NEW or slug in page_kinds().list_slugs or Organization.objects.filter(slug=slug).exists():
        raise forms.ValidationError(_("This address is taken. Please choose another."))
    return slug


class AcceptApplicationForm(forms.ModelForm):
    """The form that accepts an application, with the organization's names and slug."""

    class Meta:
        model = Organization
        fields = ("name_en", "name_km", "slug")
        labels = NewOrganizationForm.Meta.labels
        help_texts = NewOrganizationForm.Meta.help_texts

    def clean_slug(self) -> str:
        """Return the new organization's slug in lower case. Raises ValidationError if it is taken or reserved."""
        return free_slug(self.cleaned_data["slug"])

    def clean(self) -> None:
        """Add a form error where another organization has one of the typed names."""
        super().clean()
        refuse_taken_name(self)


class DeclineApplicationForm(forms.Form):
    """The form that declines an application, with a reason."""

    reason = forms.CharField(
        label=_("Reason, in the organization’s language"),
        help_text=_("It is sent by mail."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StatusForm(forms.Form):
    """The form that changes an organization's status and the visibility of its pages, with a reason."""

    # The status that the page showed. The service refuses when it was changed since.
    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Status"), widget=forms.RadioSelect)
    visibility = forms.ChoiceField(
        label=_("Its public pages"),
        choices=[("shown", _("stay public")), ("hidden", _("are hidden"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is written into the log, which the organization's managers can read too."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "status": organization.status,
            "visibility": "hidden" if organization.is_hidden else "shown",
            "seen": status_version(organization),
        }
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (Organization.Status.ACTIVE, _("active")),
            (Organization.Status.SUSPENDED, _("suspended: nobody can write in its name until this is settled")),
            (Organization.Status.FROZEN, _("frozen: an emergency, for example a stolen account")),
        ]

    def status_arguments(self) -> dict[str, Any]:
        """Return the valid form's status, visibility and reason as keyword arguments of set_status."""
        chosen = self.cleaned_data
        return {
            "status": chosen["status"],
            "is_hidden": chosen["visibility"] == "hidden",
            "reason": chosen["reason"],
            "seen": chosen["seen"],
        }


class ProfileAnswerForm(forms.Form):
    """The form that accepts or declines a change of a profile."""

    reason = forms.CharField(
        label=_("Reason, when you decline"),
        help_text=_("It is sent by mail."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LogFilterForm(forms.Form):
    """The filters of the log; a value that is none of the choices filters nothing."""

    organization = forms.ModelChoiceField(
        Organization.objects.all(),
        label=_("Organization"),
        required=False,
        to_field_name="slug",
        empty_label=_("All organizations"),
    )
    person = forms.CharField(label=_("Name or e-mail address"), max_length=200, required=False)
    action = forms.ChoiceField(label=_("Action"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("Everything")), *action_choices()]  # type: ignore[attr-defined]
