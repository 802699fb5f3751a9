"""Members of an organization: change their roles and end memberships. Each function is one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession
from wagtail.models import Page, PageSubscription

from accounts.models import User
from accounts.services import end_sessions
from common.refusal import Refusal
from mail import sending
from orgs import mails
from orgs.membership.invitations import may_invite
from orgs.models import Membership, Organization, OrgContentPage, Role
from orgs.services import set_membership
from orgs.signals import membership_ended

LAST_MANAGER = _("This person is the only manager. Make somebody else a manager first.")


@transaction.atomic
def change_role(organization: Organization, user: User, role: str, *, by: User, translates_into: str = "") -> None:
    """Give a member another role. Raises Refusal when `by` may not, or the last manager would lose the role.

    `role` is a value of Role; `translates_into` makes an officer a translator into that language alone.
    Raises Refusal when `by` may not, she is no member, or no manager would be left.
    """
    membership = lock_membership(organization, user, by)
    if membership.role == Role.MANAGER and Role(role) != Role.MANAGER:
        refuse_last_manager(membership)
    if (membership.role, membership.translates_into) != (Role(role), translates_into):
        set_membership(user, organization, role, translates_into=translates_into, by=by)


@transaction.atomic
def remove(organization: Organization, user: User, *, by: User) -> None:
    """End a person's membership. Raises Refusal when `by` may not, or the last manager would go.

    Raises Refusal when `by` may not, she is no member, or no manager would be left.
    """
    membership = lock_membership(organization, user, by)
    if membership.role == Role.MANAGER:
        refuse_last_manager(membership)
    set_membership(user, organization, None, by=by)


def lock_membership(organization: Organization, user: User, by: User) -> Membership:
    """Return a person's membership, the organization locked. Raises Refusal when `by` may not or there is none.

    So two managers cannot remove each other. Raises Refusal when `by` may not manage members, or the person is no
    member.
    """
    # The organization and not the membership is locked: two managers who remove each other have two memberships.
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if not may_invite(by, organization):
        raise Refusal(_("Only a manager of this organization can manage its members."), code="managers_only")
    membership = Membership.objects.filter(organization=organization, user=user).first()
    if membership is None:
        raise Refusal(_("This person no longer works for this organization."), code="not_a_member")
    return membership


def refuse_last_manager(membership: Membership) -> None:
    """Raise Refusal when a membership is that of the organization's last active manager."""
    others = Membership.objects.filter(organization=membership.organization_id, role=Role.MANAGER)
    # A manager who cannot sign in does not count: nobody could invite another one.
    if not others.exclude(pk=membership.pk).filter(user__is_active=True).exists():
        raise Refusal(LAST_MANAGER, code="last_manager")


@receiver(membership_ended)
def release_pages(user: Any, organization: Organization, **kwargs: Any) -> None:
    """Unlock, disown and unfollow an ex-member's pages of an organization, recall mails, end sessions (receiver).

    She no longer owns, locks, follows or edits any of the pages.
    """
    pages = OrgContentPage.objects.filter(organization=organization)
    # Wagtail lets an owner with add permission edit and delete her own pages, even without change permission.
    Page.objects.filter(pk__in=pages.values("pk"), owner=user).update(owner=None)
    Page.objects.filter(pk__in=pages.values("pk"), locked_by=user).update(locked=False, locked_by=None, locked_at=None)
    PageSubscription.objects.filter(page__in=pages.values("pk"), user=user).delete()
    # Of all organizations: her sessions end anyway, in the last line.
    EditingSession.objects.filter(user=user).delete()
    sending.recall(user.email, mails.work_for(organization.pk))
    end_sessions(user)
