"""Invitations, the only way into an organization: send, revoke and accept them. Each function is one transaction."""

from __future__ import annotations

from enum import Enum
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from accounts.services import create_person
from accounts.sign_in_names import has_mailbox
from common.refusal import Refusal
from common.typed_text.characters import mail_address
from mail import unsolicited
from orgs import mails
from orgs.models import Invitation, Membership, Organization, Role
from orgs.models.membership import invitation_end
from orgs.permissions import is_editor, is_manager
from orgs.services import set_membership

# A stolen manager's account must not become a machine for sending mail.
MAX_OPEN = 50


class InvitationState(Enum):
    """The state of an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


CLOSED_REASONS = {
    InvitationState.ACCEPTED: _("This invitation was accepted already."),
    InvitationState.REVOKED: _("This invitation was cancelled."),
    InvitationState.EXPIRED: _("This invitation has expired."),
}
SENDER_GONE = _("The person who sent this invitation can no longer invite people to this organization.")


def may_invite(user: Any, organization: Organization) -> bool:
    """Return whether a person may invite to an organization: its manager while it is active, or an editor."""
    return is_editor(user) or (is_manager(user, organization) and organization.is_active)


def state_of(invitation: Invitation) -> InvitationState:
    """Return the state of an invitation at this moment: open, accepted, revoked or expired."""
    if invitation.accepted_at:
        return InvitationState.ACCEPTED
    if invitation.revoked_at:
        return InvitationState.REVOKED
    return InvitationState.OPEN if invitation.expires_at > timezone.now() else InvitationState.EXPIRED


@transaction.atomic
def invite(
    organization: Organization, email: str, role: str, by: User, language: str = "km", translates_into: str = ""
) -> Invitation:
    """Save, log and mail an invitation; revoke an open one to the same address. Raises Refusal if not allowed.

    `role` is a value of Role, `language` that of the mail ("en", "km"); `translates_into` that of a translator.
    Raises Refusal when `by` may not invite or the address cannot be invited.
    """
    # Addresses are compared as text from here on, so one form of them is needed.
    email = mail_address(email)
    refuse_invitation(organization, email, by)
    # Only the newest link is valid: the older mail may offer another role.
    for older in Invitation.objects.open().filter(organization=organization, email=email):
        mark_revoked(older)
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=Role(role),
        translates_into=translates_into,
        language=language,
        invited_by=by,
    )
    send_invitation(invitation)
    log_step(invitation, "sent", by)
    return invitation


def refuse_invitation(organization: Organization, email: str, by: User) -> None:
    """Raise Refusal if `by` may not invite, the address is invalid or a member's, or too many are open."""
    if not may_invite(by, organization):
        raise Refusal(_("Only a manager of this organization can invite."), code="managers_only")
    try:
        if not has_mailbox(email):
            raise ValidationError("It stands for a sign-in name.")
        validate_email(email)
    except ValidationError as error:
        raise Refusal(_("This is not an e-mail address."), code="invalid_email") from error
    if Membership.objects.filter(organization=organization, user__email=email).exists():
        raise Refusal(
            _("This person is already a member. Change the role in the list of members."), code="already_member"
        )
    if Invitation.objects.open().filter(organization=organization).count() >= MAX_OPEN:
        raise Refusal(_("Too many invitations are open. Cancel some first."), code="too_many_invitations")


@transaction.atomic
def resend(invitation: Invitation, by: User) -> Invitation:
    """Mail an open or expired invitation again with a new link and end. Raises Refusal if closed or not allowed.

    Raises Refusal when `by` may not invite, or it was accepted or revoked.
    """
    if not may_invite(by, invitation.organization):
        raise Refusal(_("Only a manager of this organization can invite."), code="managers_only")
    if state_of(invitation) not in (InvitationState.OPEN, InvitationState.EXPIRED):
        raise Refusal(
            _("This invitation was accepted or cancelled. Invite this person again."), code="invitation_closed"
        )
    # A new key: the old link opens nothing any more.
    invitation.key = Invitation._meta.get_field("key").get_default()
    invitation.expires_at = invitation_end()
    invitation.save(update_fields=["key", "expires_at"])
    # The limit for mails counts for the person who sends it again.
    send_invitation(invitation, by)
    log_step(invitation, "resent", by)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, by: User) -> None:
    """Revoke an invitation, so that its link is invalid. Raises Refusal when `by` may not or it was accepted."""
    if not may_invite(by, invitation.organization):
        raise Refusal(_("Only a manager of this organization can invite."), code="managers_only")
    if state_of(invitation) is InvitationState.ACCEPTED:
        raise Refusal(
            _("This person has already accepted. End the membership in the list of members."),
            code="invitation_accepted",
        )
    mark_revoked(invitation)
    log_step(invitation, "revoked", by)


@transaction.atomic
def accept(token: str, user: User) -> Invitation:
    """Make the signed-in owner of an invited address a member. Raises Refusal if closed or another's address.

    Raises Invitation.DoesNotExist for an unknown token, Refusal when the invitation is closed or another's.
    """
    invitation = lock_invitation(token)
    # A mail can be forwarded: the link alone must not let another person in.
    if not owns_address(user, invitation.email):
        raise Refusal(_("This invitation was sent to another address than yours."), code="another_address")
    return join(invitation, user)


@transaction.atomic
def accept_as_new(token: str, name: str, password: str) -> User:
    """Create the account of an invited person, make it a member, return it. Refusal if closed or account exists.

    Raises Invitation.DoesNotExist for an unknown token, Refusal when the invitation is closed or its address has an
    account.
    """
    invitation = lock_invitation(token)
    # Whoever has an account signs in to accept: a mailed link must not set its password.
    if has_account(invitation.email):
        raise Refusal(_("Your address has an account already. Please sign in to accept."), code="account_exists")
    # is_proved: whoever has the link has read the mail, so the address is hers.
    user = create_person(invitation.email, name, invitation.language, password, is_proved=True)
    join(invitation, user)
    return user


def join(invitation: Invitation, user: User) -> Invitation:
    """Make a person a member by an invitation and mark it accepted. Raises Refusal unless the invitation is open.

    Raises Refusal unless the invitation is open.
    """
    if reason := why_closed(invitation):
        raise Refusal(reason, code="invitation_closed")
    role, translates_into = best_role(invitation, user)
    set_membership(user, invitation.organization, role, translates_into=translates_into, by=invitation.invited_by)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    log_step(invitation, "accepted", user)
    return invitation


def why_closed(invitation: Invitation) -> Promise | None:
    """Return why an invitation cannot be accepted now (used, revoked, expired, sender gone); None while it can."""
    if state_of(invitation) is not InvitationState.OPEN:
        return CLOSED_REASONS[state_of(invitation)]
    # Checked again now: a manager who has left must not return by an invitation that she sent before.
    by = invitation.invited_by
    return None if by and may_invite(by, invitation.organization) else SENDER_GONE


def best_role(invitation: Invitation, user: User) -> tuple[str, str]:
    """Return the role that a person has after accepting an invitation, and the language of a translator or "".

    A manager stays a manager, and a member does not become a translator.
    """
    before = Membership.objects.filter(user=user, organization_id=invitation.organization_id).first()
    if before and before.role == Role.MANAGER:
        return Role.MANAGER, ""
    is_member = before is not None and not before.translates_into
    return invitation.role, "" if is_member else invitation.translates_into


def lock_invitation(token: str) -> Invitation:
    """Return the invitation of a mailed token, its row locked. Raises Invitation.DoesNotExist if unknown.

    Raises Invitation.DoesNotExist.
    """
    found = Invitation.objects.by_token(token).select_related("organization", "invited_by")
    # Only the invitation's row is locked, not those of the organization and the sender.
    return found.select_for_update(of=("self",)).get()


def has_account(email: str) -> bool:
    """Return whether somebody has an account with this mail address, as login or as proved address."""
    by_address = EmailAddress.objects.filter(email=email, verified=True)
    return User.objects.filter(email=email).exists() or by_address.exists()


def owns_address(user: User, email: str) -> bool:
    """Return whether a person has a mail address as a verified address of the account."""
    return user.pk in owners_of_address(email)


def owners_of_address(email: str) -> set[int]:
    """Return the ids of the accounts that have a mail address as a verified one."""
    return set(EmailAddress.objects.filter(email=email, verified=True).values_list("user", flat=True))


def mark_revoked(invitation: Invitation) -> None:
    """Save the present time as that at which an invitation was revoked; nothing is logged or checked."""
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])


def send_invitation(invitation: Invitation, asked_by: User | None = None) -> None:
    """Record an invitation's mail, replacing an unsent one. Raises Refusal when this address or sender had too many.

    They are counted for the address and for the sender.
    """
    by = invitation.invited_by
    context = {
        "organization": invitation.organization.name_in(invitation.language),
        "by": by.name if by else "Neary",
        "is_manager": invitation.role == Role.MANAGER,
        "translates_into": invitation.translates_into,
        "link": invitation_url(invitation),
        "until": invitation.expires_at,
    }
    asker = asked_by or by
    if not unsolicited.may_write_to(invitation.email, f"person {asker.pk}" if asker else "nobody"):
        raise Refusal(
            _("This address has received too many mails recently. Please try again tomorrow."), code="too_many_letters"
        )
    key = f"invitation {invitation.pk}"
    mails.send("invitation", invitation.email, invitation.language, context, key=key)


def invitation_url(invitation: Invitation) -> str:
    """Return the full URL of the page on which an invitation is accepted, for its mail."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('invitation', args=[invitation.token])}"


def log_step(invitation: Invitation, step: str, by: User | None) -> None:
    """Write a step of an invitation (sent, resent, revoked, accepted) into its organization's log."""
    data = {"email": invitation.email, "role": invitation.role, "step": step}
    log(instance=invitation.organization, action="orgs.invitation", user=by, data=data)
