"""The page that a mailed invitation opens: shown by GET, accepted by POST."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
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

from accounts.models import User
from common.refusal import Refusal
from orgs.membership import invitations
from orgs.models import Invitation

HOME = "/workspace/"
LONGEST_PASSWORD = 200


class NewcomerForm(forms.Form):
    """The form of an invited person who has no account yet: name and password."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        # Spaces at the ends are part of a password; allauth's login form does not strip them either.
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; add a form error for a password that Django's validators refuse."""
        data = super().clean() or {}
        if password := data.get("password"):
            try:
                # An unsaved account, so that the validator can compare the password with name and address.
                validate_password(password, User(email=self.email, first_name=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class InvitationView(View):
    """The page that a mailed link opens: newcomers choose name and password, others sign in and accept."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the invitation by its token; 404 if unknown, 410 if closed, 403 for another person's account."""
        # A forged token gives an empty queryset, and with that the same 404 as an unknown one.
        found = Invitation.objects.by_token(kwargs["token"]).select_related("organization", "invited_by")
        self.invitation = get_object_or_404(found)
        if not request.user.is_authenticated:
            # A person without an account has chosen no language; whoever invited her has chosen one for the mail.
            translation.activate(self.invitation.language)
        if reason := invitations.why_closed(self.invitation):
            return self.page("closed", status=410, reason=reason, is_used=bool(self.invitation.accepted_at))
        if request.user.is_authenticated and not invitations.owns_address(request.user, self.invitation.email):
            return self.page("another_address", status=403)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the page of an invitation: to accept (signed in), to sign in, or to create an account."""
        if request.user.is_authenticated:
            return self.page("accept")
        if invitations.has_account(self.invitation.email):
            return self.page("sign_in")
        return self.page("newcomer", form=NewcomerForm(self.invitation.email))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Accept for the signed-in person, or create an account and sign in; for a known address show the login."""
        if request.user.is_authenticated:
            return self.accept(request.user)
        if invitations.has_account(self.invitation.email):
            return self.page("sign_in")
        form = NewcomerForm(self.invitation.email, request.POST)
        return self.welcome(form) if form.is_valid() else self.page("newcomer", status=422, form=form)

    def accept(self, user: User) -> HttpResponse:
        """Accept the invitation for a signed-in person, and redirect to the workspace; 410 if refused."""
        try:
            invitations.accept(self.invitation.token, user)
        except Refusal as refusal:
            return self.page("closed", status=410, reason=refusal.message)
        organization = self.invitation.organization.name
        messages.success(self.request, _("You work for %(organization)s now.") % {"organization": organization})
        return redirect(HOME)

    def welcome(self, form: NewcomerForm) -> HttpResponse:
        """Create the invited person's account, sign it in by the login form and redirect; 422 when refused."""
        password = form.cleaned_data["password"]
        try:
            user = invitations.accept_as_new(self.invitation.token, form.cleaned_data["name"], password)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.page("newcomer", status=422, form=form)
        # By allauth's own form, so that its limits and steps apply here too.
        entrance = LoginForm({"login": user.email, "password": password}, request=self.request)
        # The account exists by now: a limit of allauth may still refuse, and its own page says so.
        if not entrance.is_valid():
            return redirect("account_login")
        return entrance.login(self.request, redirect_url=HOME)

    def page(self, kind: str, status: int = 200, **context: Any) -> HttpResponse:
        """Render the invitation's page; `kind` names the part of the template that is shown."""
        context |= {"invitation": self.invitation, "kind": kind, "login_url": resolve_url("account_login")}
        return render(self.request, "orgs/invitation.html", context, status=status)
