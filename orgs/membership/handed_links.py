"""Links that managers hand over to people without e-mail: to join, or for a new password.

Each service is one transaction.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from accounts.services import create_person, end_sessions
from accounts.sign_in_names import address_of, has_mailbox
from common.rate_limit import DAY, RateLimit
from common.refusal import Refusal
from orgs.membership.invitations import MAX_OPEN, SENDER_GONE, has_account, may_invite
from orgs.models import HandedLink, Membership, Organization, Role
from orgs.models.handed_links import hash_of, new_secret
from orgs.permissions import all_memberships, is_editor, is_manager
from orgs.services import set_membership

# Links that one manager makes.
MADE = RateLimit("handed links", 30, DAY)

NAME_TAKEN = _("Somebody has this sign-in name already. Choose another one.")
MEMBER_ALREADY = _("You work for this organization already. The link is for somebody else.")
MANAGERS_ONLY = _("Only a manager of this organization can hand over a link.")


@transaction.atomic
def hand_join_link(
    organization: Organization, *, note: str, by: User, language: str = "km", translates_into: str = ""
) -> tuple[HandedLink, str]:
    """Save and log a link by which an officer or translator joins; return it with its secret. Raises Refusal.

    The secret is stored nowhere. A manager is never made by a link, for whoever finds it could use it.
    Raises Refusal when `by` may not invite, or has made too many links.
    """
    if not may_invite(by, organization):
        raise Refusal(MANAGERS_ONLY, code="managers_only")
    return save_link(organization, by=by, note=note, language=language, translates_into=translates_into)


@transaction.atomic
def hand_password_link(membership: Membership, *, by: User) -> tuple[HandedLink, str]:
    """Save and log a link for a member's new password; return it with its secret. Raises Refusal if not allowed.

    Older ones for her are revoked. Raises Refusal for people with a mailbox, and others than her managers.
    """
    person, organization = membership.user, membership.organization
    if not may_renew_password(by, person, organization):
        raise Refusal(_("The link for a new password goes to people without e-mail alone."), code="has_mailbox")
    HandedLink.objects.open().filter(person=person).update(revoked_at=timezone.now())
    return save_link(organization, by=by, person=person, note=person.name, language=person.language)


def may_renew_password(by: Any, person: User, organization: Organization) -> bool:
    """Return whether a manager may hand a member a link for a new password: the person has no mailbox.

    Not for herself, for an editor, nor for somebody who also works for an organization that `by` does not manage.
    """
    if has_mailbox(person.email) or person.pk == by.pk or not person.is_active or is_editor(person):
        return False
    own = {each.organization_id for each in all_memberships(person)}
    is_hers = all(is_manager(by, key) for key in own)
    return organization.is_active and organization.pk in own and is_hers


def save_link(organization: Organization, *, by: User, **fields: Any) -> tuple[HandedLink, str]:
    """Save and log a new link; return it with its secret. Raises Refusal when too many are open or were made today."""
    if HandedLink.objects.open().filter(organization=organization).count() >= MAX_OPEN:
        raise Refusal(_("Too many links are open. Take some back first."), code="too_many_links")
    if not MADE.allows_in_transaction(str(by.pk)):
        raise Refusal(_("You have made many links today. Please try again tomorrow."), code="too_often")
    secret = new_secret()
    link = HandedLink.objects.create(organization=organization, created_by=by, secret_hash=hash_of(secret), **fields)
    log_link(link, "made", by)
    return link, secret


@transaction.atomic
def revoke_link(link: HandedLink, by: User) -> None:
    """Revoke a link, so that it opens nothing. Raises Refusal when `by` may not or it was used already."""
    if not may_invite(by, link.organization):
        raise Refusal(MANAGERS_ONLY, code="managers_only")
    if link.used_at:
        raise Refusal(_("This link was used already."), code="link_used")
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    log_link(link, "revoked", by)


@transaction.atomic
def join_as_new(secret: str, name: str, sign_in_name: str, password: str) -> User:
    """Create the account of a person who was handed a link, make it a member, return it. Raises Refusal.

    Raises HandedLink.DoesNotExist for an unknown secret, Refusal when the link is closed or the name is taken.
    """
    link = lock_link(secret, is_for_password=False)
    address = address_of(sign_in_name)
    if has_account(address):
        raise Refusal(NAME_TAKEN, code="name_taken")
    try:
        # is_proved: nobody else can have the address, which stands for the name.
        with transaction.atomic():
            user = create_person(address, name, link.language, password, is_proved=True)
    except IntegrityError as error:
        raise Refusal(NAME_TAKEN, code="name_taken") from error
    join(link, user)
    return user


@transaction.atomic
def join_with_account(secret: str, user: User) -> HandedLink:
    """Make a signed-in person a member by a handed link. Raises Refusal when it is closed or she is a member.

    Raises HandedLink.DoesNotExist for an unknown secret.
    """
    link = lock_link(secret, is_for_password=False)
    # The manager who tries her own link must not become an officer by it.
    if Membership.objects.filter(organization=link.organization_id, user=user).exists():
        raise Refusal(MEMBER_ALREADY, code="already_member")
    join(link, user)
    return link


def join(link: HandedLink, user: User) -> None:
    """Make a person a member as a link says, and mark it used; its row is locked and it is open."""
    by = link.created_by
    set_membership(user, link.organization, Role.OFFICER, translates_into=link.translates_into, by=by)
    mark_used(link, user)


@transaction.atomic
def renew_password(secret: str, password: str) -> User:
    """Set the password of the person for whom a link is, end her sessions, return her. Raises Refusal if closed.

    Her second factor stays. Raises HandedLink.DoesNotExist for an unknown secret.
    """
    link = lock_link(secret, is_for_password=True)
    person = link.person
    # For mypy: the lock found one.
    assert person is not None, "a link for a password has a person"
    person.set_password(password)
    person.save(update_fields=["password"])
    # Whoever knew the old password may be signed in.
    end_sessions(person)
    mark_used(link, person)
    return person


def lock_link(secret: str, *, is_for_password: bool) -> HandedLink:
    """Return the open link of a secret, its row locked. Raises DoesNotExist if unknown, Refusal if closed.

    Raises HandedLink.DoesNotExist also for a link of the other kind.
    """
    found = HandedLink.objects.by_secret(secret).select_related("organization", "created_by", "person")
    link = found.select_for_update(of=("self",)).get(person__isnull=not is_for_password)
    if reason := why_closed(link):
        raise Refusal(reason, code="link_closed")
    return link


def why_closed(link: HandedLink) -> Promise | None:
    """Return why a link cannot be used now (used, revoked, expired, its maker may not any more); None while it can."""
    if link.used_at:
        return _("This link was used already.")
    if link.revoked_at:
        return _("This link was taken back.")
    if link.expires_at <= timezone.now():
        return _("This link has expired.")
    # Asked again now, as of invitations: a manager who left must have no way back.
    by = link.created_by
    if by is None or not may_invite(by, link.organization):
        return SENDER_GONE
    if link.person and not may_renew_password(by, link.person, link.organization):
        return SENDER_GONE
    return None


def mark_used(link: HandedLink, user: User) -> None:
    """Save that a link was used now, and log by whom."""
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    log_link(link, "used", user)


def link_url(secret: str) -> str:
    """Return the full URL of the page that a handed link opens."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('handed-link', args=[secret])}"


def log_link(link: HandedLink, step: str, by: User | None) -> None:
    """Write a step of a handed link (made, revoked, used) into its organization's log."""
    data = {"step": step, "role": link.role, "is_for_password": link.person_id is not None}
    log(instance=link.organization, action="orgs.handed_link", user=by, data=data)
