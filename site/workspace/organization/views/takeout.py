"""The page on which a manager takes the organization's whole content out."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.code_forms import CodeAgainForm
from assets.views import ServedFile, send
from common.rate_limit import HOUR, RateLimit
from orgs.guard.second_factor import may_act
from orgs.models import Organization
from orgs.permissions import has_second_factor, is_manager
from takeout.requests import ask_for_takeout, may_fetch, note_fetched, own_request
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.rendering import render_page
from workspace.run_service import run_service

# Guesses at a code, from a telephone that somebody left lying open.
GUESSES = RateLimit("codes before an archive", 10, HOUR)


def managed(request: WorkRequest) -> Organization:
    """Return the current organization. Raises Http404 unless the user is its manager and showed the second factor."""
    organization = current_organization(request)
    if organization is None or not is_manager(request.user, organization) or not may_act(request):
        raise Http404
    return organization


# The code is kept out of reports of errors.
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def takeout(request: WorkRequest) -> HttpResponse:
    """Show a manager her newest archive; a POST with a code of the second factor asks for one; 404 for others."""
    organization = managed(request)
    typed = request.POST if request.method == "POST" else None
    form = CodeAgainForm(typed, user=request.user) if has_second_factor(request.user) else None
    if request.method == "POST" and form:
        if not GUESSES.allows_in_transaction(str(request.user.pk)):
            form.add_error(None, _("Too many attempts. Please try again in an hour."))
        elif form.is_valid():
            told = _("We make the archive now, and send you a mail when it is ready.")
            if run_service(request, partial(ask_for_takeout, organization, request.user), told, form=form):
                return redirect("workspace:takeout")
    asked = own_request(organization, request.user)
    context = {"organization": organization, "form": form, "asked": asked}
    return render_page(request, "organization/takeout.html", "members", **context)


@require_safe
@account_required
def takeout_file(request: WorkRequest) -> HttpResponse:
    """Send a manager the archive that she asked for herself, within 48 hours; 404 for anybody else (view)."""
    organization = managed(request)
    asked = own_request(organization, request.user)
    if asked is None or not asked.can_be_fetched or not may_fetch(asked, request.user):
        raise Http404
    # A HEAD fetches nothing, so it is not written into the log.
    if request.method == "GET":
        note_fetched(asked, request.user)
    name = f"{organization.slug}-{asked.ready_at:%Y-%m-%d}.zip"
    served = ServedFile(asked.file.storage, asked.file.name, is_public=False, download_name=name)
    return cast(HttpResponse, send(request, served))
