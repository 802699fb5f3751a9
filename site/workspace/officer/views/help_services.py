"""The officer's views of help services, to confirm that they are still right."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from help_services.listing import services_of
from help_services.models import HelpServicePage
from help_services.verifying import verify
from moderation.rules.outcomes import verified_text
from orgs.permissions import is_editor
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.pages import own_page
from workspace.rendering import render_page
from workspace.run_service import run_service


@require_safe
@account_required
def help_services_page(request: WorkRequest) -> HttpResponse:
    """Show a member her organization's help services; an editor without one goes to the desk's list, others get 404."""
    organization = current_organization(request)
    if organization is None:
        if is_editor(request.user):
            return redirect("workspace:unverified-help-services")
        raise Http404
    home = organization.homes.filter(locale__language_code=request.user.language).first()
    services = services_of(organization)
    return render_page(
        request, "officer/help_services.html", "help-services", organization=organization, services=services, home=home
    )


@require_POST
@account_required
def verify_help_service(request: WorkRequest, page_id: int) -> HttpResponse:
    """Confirm a help service as still right, send it for review (POST) and redirect; 404 for non-members."""
    page = own_page(request.user, page_id)
    if not isinstance(page, HelpServicePage):
        raise Http404
    run_service(request, lambda: verify(page, request.user), verified_text)
    return redirect("workspace:help-services")
