"""The public page on which an organization applies to join."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.client_address import client_address
from common.refusal import Refusal
from orgs.membership.applications import apply
from orgs.models import Application


class ApplicationForm(forms.ModelForm):
    """The form of an application, with a hidden field that only programs fill."""

    # Hidden from people; a program that fills every field fills this one too.
    nickname = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Application
        fields = ("name", "about", "website", "contact", "email", "phone")
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"about": _("Tell us who you work for, where, and since when. A few sentences are enough.")}

    def validate_constraints(self) -> None:
        """Do nothing: a second application by the same address replaces the first one."""

    def application_fields(self) -> dict[str, Any]:
        """Return the valid form's fields as keyword arguments for storing the application.

        These are all arguments of orgs.membership.applications.apply but `sender` and `language`.
        """
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply_to_join(request: HttpRequest) -> HttpResponse:
    """Show everybody the form by which an organization applies to join the portal; a POST stores it (view).

    A form whose hidden field is filled was sent by a program: it gets the usual answer, but nothing is stored.
    """
    form = ApplicationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            # A program filled the hidden field: it gets the same answer, but nothing is stored.
            if not form.cleaned_data["nickname"]:
                apply(sender=client_address(request), language=get_language() or "en", **form.application_fields())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("applied")
    return render(request, "home/apply.html", {"form": form})


@require_safe
def applied(request: HttpRequest) -> HttpResponse:
    """Show everybody the page of thanks after an organization's application (view)."""
    return render(request, "home/applied.html")
