"""The manager's views of links that she hands over to people without e-mail."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.refusal import Refusal
from orgs.membership.handed_links import hand_join_link, hand_password_link, link_url, revoke_link
from orgs.models import HandedLink
from orgs.permissions import is_manager
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.organization.forms import HandedLinkForm
from workspace.organization.memberships import own_membership
from workspace.rendering import render_page
from workspace.run_service import run_service

# Light modules around the code, as scanners need them.
BORDER = 4


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def new_link(request: WorkRequest) -> HttpResponse:
    """Show a manager the form of a link for somebody without e-mail; a POST makes and shows it; 404 for others."""
    organization = current_organization(request)
    if organization is None or not is_manager(request.user, organization):
        raise Http404
    form = HandedLinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            link, secret = hand_join_link(organization, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return show_link(request, link, secret)
    return render_page(request, "organization/new_link.html", "members", form=form, organization=organization)


@require_POST
@account_required
def new_password_link(request: WorkRequest, membership_id: int) -> HttpResponse:
    """Make and show a link for a member's new password (POST by a manager); 404 for non-managers (view).

    A refusal is shown on the page of people.
    """
    membership = own_membership(request.user, membership_id)
    try:
        link, secret = hand_password_link(membership, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("workspace:members")
    return show_link(request, link, secret)


@require_POST
@account_required
def revoke_handed_link(request: WorkRequest, link_id: int) -> HttpResponse:
    """Revoke a handed link (POST by a manager), so that it opens nothing, and redirect; 404 for non-managers."""
    link = get_object_or_404(HandedLink.objects.select_related("organization"), pk=link_id)
    if not is_manager(request.user, link.organization_id):
        raise Http404
    run_service(request, lambda: revoke_link(link, request.user), _("The link is taken back. It opens nothing now."))
    return redirect("workspace:members")


def show_link(request: WorkRequest, link: HandedLink, secret: str) -> HttpResponse:
    """Show a new link as QR code and address, this once: only the manager's page has its secret."""
    address = link_url(secret)
    drawing = segno.make(address, error="m")
    # omitsize: without width and height, the style sheet says how large it is.
    code = drawing.svg_inline(scale=1, border=BORDER, svgclass="qr", lineclass=None, omitsize=True)
    context = {
        "organization": link.organization,
        "link": link,
        "address": address,
        # segno writes the element of numbers alone.
        "qr": mark_safe(code),  # noqa: S308
    }
    return render_page(request, "organization/handed_link.html", "members", **context)
