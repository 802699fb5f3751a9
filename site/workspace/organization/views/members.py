"""The manager's views of members and invitations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.sign_in_names import has_mailbox
from orgs.guard.second_factor import ask_for_reset
from orgs.membership import members as services
from orgs.membership.invitations import InvitationState, invite, resend, revoke, state_of
from orgs.models import HandedLink, Invitation, Organization
from orgs.permissions import enrolled_factors, is_manager
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.organization.forms import InviteForm, choice_of, role_choices, role_of
from workspace.organization.memberships import own_membership
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

MOST_INVITATIONS = 100


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def members(request: WorkRequest) -> HttpResponse:
    """Show a manager her organization's members and invitations; a POST mails an invitation; 404 for non-managers."""
    organization = current_organization(request)
    if organization is None or not is_manager(request.user, organization):
        raise Http404
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        success = _("The invitation is on its way to %s.") % fields["email"]
        if run_service(
            request, lambda: invite(organization, by=request.user, **fields), success, form=form, field="email"
        ):
            return redirect("workspace:members")
    return render_page(
        request, "organization/members.html", "members", form=form, **members_context(request, organization)
    )


def members_context(request: WorkRequest, organization: Organization) -> dict[str, Any]:
    """Return the template context of the page of members: members, open invitations and roles."""
    factor = enrolled_factors().filter(user=OuterRef("user"))
    with_factor = organization.memberships.select_related("user").annotate(factor=Exists(factor))
    members = with_factor.order_by("-role", "user__first_name", "user__email")
    for membership in members:
        membership.choice = choice_of(membership.role, membership.translates_into)  # type: ignore[attr-defined]
        is_another = membership.user_id != request.user.pk
        # The service asks the rest when the button is pressed: that takes queries.
        membership.can_renew_password = is_another and not has_mailbox(membership.user.email)  # type: ignore[attr-defined]
        membership.can_lose_phone = is_another and membership.factor  # type: ignore[attr-defined]
    sent = organization.invitations.filter(accepted_at=None, revoked_at=None).order_by("-created_at", "-pk")
    invitations = listed(request, sent, MOST_INVITATIONS, "invitations")
    for invitation in invitations:
        # The template cannot call state_of, which takes an argument.
        invitation.choice = dict(role_choices())[choice_of(invitation.role, invitation.translates_into)]  # type: ignore[attr-defined]
        invitation.is_expired = state_of(invitation) is InvitationState.EXPIRED  # type: ignore[attr-defined]
    links = HandedLink.objects.open().filter(organization=organization).order_by("-created_at", "-pk")
    return {
        "organization": organization,
        "members": members,
        "invitations": invitations,
        "links": listed(request, links, MOST_INVITATIONS, "links"),
        "roles": role_choices(),
    }


@require_POST
@account_required
def change_member_role(request: WorkRequest, membership_id: int) -> HttpResponse:
    """Set a member's role as posted by a manager of the organization, and redirect; 404 for non-managers."""
    membership = own_membership(request.user, membership_id)
    try:
        role, translates_into = role_of(request.POST.get("role", ""))
    except ValueError as error:
        raise Http404 from error
    success = _("The role of %s is changed.") % membership.user.name
    by = request.user
    return act_and_return(
        request,
        lambda: services.change_role(
            membership.organization, membership.user, role, by=by, translates_into=translates_into
        ),
        success,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def remove_member(request: WorkRequest, membership_id: int) -> HttpResponse:
    """Ask a manager whether to remove a member; a POST removes the member; 404 for non-managers (view)."""
    membership = own_membership(request.user, membership_id)
    if request.method != "POST":
        context = {"membership": membership, "organization": membership.organization}
        return render_page(request, "organization/remove_member.html", "members", **context)
    success = _("%s does not work for your organization any more.") % membership.user.name
    by = request.user
    return act_and_return(request, lambda: services.remove(membership.organization, membership.user, by=by), success)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def phone_lost(request: WorkRequest, membership_id: int) -> HttpResponse:
    """Tell a manager what helps a member who lost her phone; a POST mails the administrators; 404 for non-managers."""
    membership = own_membership(request.user, membership_id)
    if request.method != "POST":
        context = {"membership": membership, "organization": membership.organization}
        return render_page(request, "organization/phone_lost.html", "members", **context)
    success = _("The administrators have a mail. They call before they remove the phone.")
    return act_and_return(request, lambda: ask_for_reset(membership, by=request.user), success)


@require_POST
@account_required
def resend_invitation(request: WorkRequest, invitation_id: int) -> HttpResponse:
    """Mail an invitation again with a new link (POST by a manager), and redirect; 404 for non-managers."""
    invitation = own_invitation(request.user, invitation_id)
    success = _("The invitation is on its way to %s.") % invitation.email
    return act_and_return(request, lambda: resend(invitation, request.user), success)


@require_POST
@account_required
def revoke_invitation(request: WorkRequest, invitation_id: int) -> HttpResponse:
    """Revoke an invitation (POST by a manager), so that its link no longer works; 404 for non-managers."""
    invitation = own_invitation(request.user, invitation_id)
    success = _("The invitation to %s is cancelled.") % invitation.email
    return act_and_return(request, lambda: revoke(invitation, request.user), success)


def act_and_return(request: WorkRequest, act: Callable[[], Any], success: str) -> HttpResponse:
    """Run a service, show its success or Refusal as a message, and redirect to the page of members."""
    run_service(request, act, success)
    return redirect("workspace:members")


def own_invitation(user: Any, pk: int) -> Invitation:
    """Return an invitation by id. Raises Http404 unless the user manages its organization."""
    invitation = get_object_or_404(Invitation.objects.select_related("organization", "invited_by"), pk=pk)
    if not is_manager(user, invitation.organization_id):
        raise Http404
    return invitation
