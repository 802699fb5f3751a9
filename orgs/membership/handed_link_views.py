"""The page that a handed link opens: somebody without e-mail joins, or chooses a new password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.login_form import NameOrAddressForm
from accounts.models import User
from accounts.sign_in_names import LONGEST, NAME, address_of, plain_name
from common.client_address import client_address
from common.rate_limit import HOUR, RateLimit
from common.refusal import Refusal
from orgs.membership import handed_links
from orgs.membership.views import HOME, NewcomerForm
from orgs.models import HandedLink

# Forms that one client sends to pages of handed links.
SENT = RateLimit("forms of handed links", 60, HOUR)


class NamedNewcomerForm(NewcomerForm):
    """The form of a person without e-mail who joins by a handed link: name, sign-in name and password."""

    sign_in_name = forms.CharField(
        label=gettext_lazy("Choose a sign-in name"),
        help_text=gettext_lazy(
            "Your telephone number, or 4 to 30 Latin letters and digits. You write it each time you sign in."
        ),
        # Room for the blanks and signs that are left out.
        max_length=2 * LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ("name", "sign_in_name", "password")

    def clean_sign_in_name(self) -> str:
        """Return the sign-in name in its plain form. ValidationError for a mail address and for other signs."""
        typed = self.cleaned_data["sign_in_name"]
        if "@" in typed:
            raise forms.ValidationError(
                _("Leave out the @. Who has an e-mail address asks the manager for an invitation by e-mail.")
            )
        name = plain_name(typed)
        if not NAME.fullmatch(name):
            raise forms.ValidationError(_("Use 4 to 30 Latin letters and digits, without signs."))
        # The password must not be the name: clean() compares it with the address.
        self.email = address_of(name)
        return name


class RenewedPasswordForm(NewcomerForm):
    """The form of a person who was handed a link for a new password."""

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(email, *args, **kwargs)
        del self.fields["name"]


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class HandedLinkView(View):
    """The page that a handed link opens, used by POST alone: to join, or to choose a new password."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the link by its secret; 404 if unknown, 410 if closed, 403 for a password while signed in."""
        found = HandedLink.objects.by_secret(kwargs["secret"])
        self.link = get_object_or_404(found.select_related("organization", "created_by", "person"))
        if not request.user.is_authenticated:
            # The manager has chosen a language for somebody who has no account yet.
            translation.activate(self.link.language)
        if reason := handed_links.why_closed(self.link):
            return self.page("closed", status=410, reason=reason)
        if request.user.is_authenticated and self.link.person_id:
            return self.page("signed_in", status=403)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Show the page of a link: to accept it (signed in), to create an account, or to choose a password."""
        return self.page("accept") if request.user.is_authenticated else self.page("form", form=self.form())

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Use the link for the signed-in person, or by the form, and sign in; 422 when the form is refused."""
        if request.user.is_authenticated:
            return self.accept(request.user)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page("form", status=422, form=form)
        # Which sign-in names are taken must not be found out by many tries.
        if SENT.is_exceeded_by(client_address(request)):
            return self.page("closed", status=429, reason=_("Too many tries. Please try again in an hour."))
        return self.use(form)

    def form(self, *data: Any) -> NewcomerForm:
        """Return the form of this link: with a password alone for its person, else with name and sign-in name."""
        person = self.link.person
        return RenewedPasswordForm(person.email, *data) if person else NamedNewcomerForm("", *data)

    def accept(self, user: User) -> HttpResponse:
        """Join as the signed-in person and redirect to the workspace; 410 if refused."""
        try:
            handed_links.join_with_account(self.kwargs["secret"], user)
        except Refusal as refusal:
            return self.page("closed", status=410, reason=refusal.message)
        organization = self.link.organization.name
        messages.success(self.request, _("You work for %(organization)s now.") % {"organization": organization})
        return redirect(HOME)

    def use(self, form: NewcomerForm) -> HttpResponse:
        """Use the link as the valid form says, sign in by the login form and redirect; 422 when refused."""
        fields, secret = form.cleaned_data, self.kwargs["secret"]
        try:
            if self.link.person_id:
                user = handed_links.renew_password(secret, fields["password"])
            else:
                user = handed_links.join_as_new(secret, fields["name"], fields["sign_in_name"], fields["password"])
        except Refusal as refusal:
            form.add_error("sign_in_name" if refusal.code == "name_taken" else None, str(refusal))
            return self.page("form", status=422, form=form)
        # By the form of signing in, so that the limits and the second factor apply here too.
        entrance = NameOrAddressForm({"login": user.email, "password": fields["password"]}, request=self.request)
        if not entrance.is_valid():
            return redirect("account_login")
        return entrance.login(self.request, redirect_url=HOME)

    def page(self, kind: str, status: int = 200, **context: Any) -> HttpResponse:
        """Render the link's page; `kind` names the part of the template that is shown."""
        context |= {"link": self.link, "kind": kind, "login_url": resolve_url("account_login")}
        return render(self.request, "orgs/handed_link.html", context, status=status)
