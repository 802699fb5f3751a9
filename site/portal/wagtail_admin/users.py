"""Wagtail's screens for people, without passwords and groups, which are managed elsewhere."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views import account as wagtail_account
from wagtail.admin.widgets.button import BaseButton, Button
from wagtail.users.models import UserProfile
from wagtail.users.views import users as wagtail_users

from accounts.models import User
from accounts.services import change_email
from common.typed_text.characters import mail_address
from orgs.guard import second_factor
from orgs.permissions import enrolled_factors, is_administrator, is_editor
from orgs.services import set_access, set_editor


class PersonForm(forms.ModelForm):
    """The form of a person for administrators; membership of an organization is by invitation only."""

    is_editor = forms.BooleanField(
        label=gettext_lazy("central editor"),
        required=False,
        help_text=gettext_lazy("Reads what all organizations send for review, and decides."),
    )

    class Meta:
        model = User
        fields = ("email", "first_name", "language", "is_active", "is_superuser")
        labels = {"first_name": gettext_lazy("name"), "is_superuser": gettext_lazy("administrator")}
        help_texts = {"is_active": "", "is_superuser": gettext_lazy("May do everything, here and for everybody.")}

    def __init__(self, *args: Any, acting: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        self.email_before = self.instance.email
        self.access_before = (self.instance.is_active, self.instance.is_superuser)
        self.fields["first_name"].required = True
        self.fields["is_editor"].initial = bool(self.instance.pk) and is_editor(self.instance)
        # Nobody can take her own rights away by mistake.
        for name in ("is_active", "is_superuser", "is_editor"):
            self.fields[name].disabled = self.instance.pk == acting.pk

    def clean_email(self) -> str:
        """Return the typed e-mail address normalized (lower case, nothing invisible)."""
        return mail_address(self.cleaned_data["email"])

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        """Save an account; address, access and editor role change by services that log. May raise Refusal."""
        user: User = self.instance
        address = self.cleaned_data["email"]
        is_new = user.pk is None
        access = (user.is_active, user.is_superuser)
        # The form has written into the person already: put the old values back, for the services to change them.
        user.email = self.email_before or address
        user.is_active, user.is_superuser = self.access_before
        if is_new:
            user.set_unusable_password()
        user.save()
        if access != self.access_before:
            set_access(user, is_active=access[0], is_administrator=access[1], by=self.acting)
        if is_new or user.email != address:
            change_email(user, address, by=self.acting)
        if "is_editor" in self.changed_data:
            set_editor(user, self.cleaned_data["is_editor"], by=self.acting)
        return user


class CreateView(wagtail_users.CreateView):
    """The screen that creates a person."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the form's arguments, with the signed-in administrator as `acting`."""
        return super().get_form_kwargs() | {"acting": self.request.user}


class EditView(wagtail_users.EditView):
    """The screen that changes a person."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the form's arguments, with the signed-in administrator as `acting`, without editing_self."""
        kwargs = super().get_form_kwargs() | {"acting": self.request.user}
        del kwargs["editing_self"]
        return kwargs

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Return the buttons above an account's form, with "Phone lost" if its second factor may be reset."""
        buttons = super().header_more_buttons
        if may_reset(self.request.user, self.object):
            url = reverse("wagtailusers_users:reset_second_factor", args=[self.object.pk])
            buttons.append(Button(_("Phone lost"), url=url, icon_name="key", priority=15))
        return buttons


class IndexView(wagtail_users.IndexView):
    """The list of all people, with "Phone lost" beside each whose second factor may be reset."""

    def get_base_queryset(self) -> QuerySet[User]:
        """Return all accounts, with `has_factor` read along."""
        factors = enrolled_factors().filter(user=OuterRef("pk"))
        return super().get_base_queryset().annotate(has_factor=Exists(factors))

    def get_list_buttons(self, instance: User) -> list[BaseButton]:
        """Return the buttons beside one person, "Phone lost" first."""
        buttons = super().get_list_buttons(instance)
        if not instance.has_factor or instance.pk == self.request.user.pk:  # type: ignore[attr-defined]
            return buttons
        url = reverse("wagtailusers_users:reset_second_factor", args=[instance.pk])
        named = {"aria-label": _("Phone lost: %(person)s") % {"person": instance}}
        return [BaseButton(_("Phone lost"), url=url, icon_name="key", attrs=named), *buttons]


def may_reset(acting: Any, person: User) -> bool:
    """Return whether an administrator may reset this person's second factor: it is set up, not the own one.

    Whoever removes her own second factor has to show it first, on her own pages.
    """
    return is_administrator(acting) and acting.pk != person.pk and second_factor.factor_of(person) is not None


class ResetSecondFactorView(View):
    """The screen that asks for confirmation, then resets the second factor of a person's lost phone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise Http404 unless the signed-in administrator may reset this person's second factor."""
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        if not may_reset(request.user, self.person):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page that asks whether to reset the person's second factor."""
        context = {"person": self.person, "page_title": _("Phone lost"), "header_icon": "key"}
        return render(request, "portal/reset_second_factor.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Reset the person's second factor, end the sessions, mail the person about it, and redirect."""
        second_factor.reset(self.person, by=cast(User, request.user))
        messages.success(request, _("%(person)s can set up another phone now.") % {"person": self.person})
        return redirect("wagtailusers_users:edit", pk)


class UserViewSet(wagtail_users.UserViewSet):
    """The screens of people, for administrators."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    # Wagtail's own templates for people use fields that this form does not have.
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        """Return the portal's own form for accounts, PersonForm."""
        return PersonForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return Wagtail's URLs of accounts, and that of resetting a second factor."""
        reset = ResetSecondFactorView.as_view()
        return [*super().get_urlpatterns(), path("second-factor/<int:pk>/", reset, name="reset_second_factor")]


class PersonSettingsForm(forms.ModelForm):
    """The form of a person's own name and language."""

    class Meta:
        model = User
        fields = ("first_name", "language")
        labels = {"first_name": gettext_lazy("name")}


class PersonSettingsPanel(wagtail_account.BaseSettingsPanel):
    """The panel with a person's own name and language."""

    name = "person"
    order = 100
    title = gettext_lazy("Name and language")
    form_class = PersonSettingsForm


class AccountView(wagtail_account.AccountView):
    """The page of a person's own name, language and theme.

    E-mail, password and second factor have their pages below /accounts/. There is no portrait: Wagtail would store it
    with all that its camera wrote.
    """

    def get_panels(self) -> list[wagtail_account.BaseSettingsPanel]:
        """Return the two panels of the own account page in the admin: theme, and name with language."""
        user = self.request.user
        profile = UserProfile.get_for_user(user)
        # They are saved in this order: the theme, saved after the person, would overwrite the language in the profile.
        panels = (wagtail_account.ThemeSettingsPanel, PersonSettingsPanel)
        return [panel(self.request, user, profile) for panel in panels]

    def get_menu_items(self) -> list[dict[str, str]]:
        """Return the own account page's links to e-mail, password and second factor below /accounts/."""
        return [
            {"url": reverse(name), "label": label, "help_text": help_text}
            for name, label, help_text in (
                ("account_email", _("E-mail address"), _("Change the address with which you sign in.")),
                ("account_change_password", _("Password"), _("Choose a new password.")),
                ("mfa_index", _("Second step"), _("Your phone and your recovery codes.")),
            )
        ]
