"""Models of memberships, of the groups that carry their rights, and of invitations."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.typed_text.characters import mail_address
from orgs.models.organization import Organization

INVITATION_VALID = timedelta(days=14)


class Role(models.TextChoices):
    """The role of a member in her organization."""

    OFFICER = "officer", _("officer")
    MANAGER = "manager", _("manager")


class Membership(models.Model):
    """The membership of one person in one organization, with her role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    # "" for all that the role may do; else she is a translator: she writes translations into this language, no more.
    translates_into = models.CharField(
        _("translates only into"), max_length=2, choices=settings.LANGUAGES, blank=True, default=""
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organization"], name="orgs_membership_once_a_person"),
            models.CheckConstraint(
                condition=models.Q(translates_into="") | models.Q(role=Role.OFFICER),
                name="orgs_translator_is_no_manager",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organization_id}"


class OrganizationGroup(models.Model):
    """The Wagtail group that carries the grants of one role in one organization."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="role_groups")
    role = models.CharField(max_length=10, choices=Role.choices)
    # PROTECT: without the group the members' grants would be gone, while the list still shows their roles.
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="organization_role")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "role"], name="orgs_group_once_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.role}"


def link_signer() -> signing.Signer:
    """Return the signer (with SECRET_KEY) for the keys in invitation links."""
    # A point needs no escape in an address.
    return signing.Signer(sep=".", salt="orgs.invitation")


def new_token() -> str:
    """Return a new random key for an invitation, safe for URLs."""
    # 32 random bytes are 43 letters; the column has 64.
    return secrets.token_urlsafe(32)


def invitation_end() -> datetime:
    """Return the time, 14 days from now, at which an invitation sent now expires."""
    return timezone.now() + INVITATION_VALID


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Queries for invitations."""

    def by_token(self, token: str) -> InvitationQuerySet:
        """Return a queryset of the invitation with a mailed link's signed token; empty for a forged one."""
        try:
            return self.filter(key=link_signer().unsign(token))
        except signing.BadSignature:
            return self.none()

    def open(self) -> InvitationQuerySet:
        """Return the invitations that are neither accepted, revoked nor expired."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An invitation by mail to join an organization; the only way into one."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    translates_into = models.CharField(
        _("translates only into"), max_length=2, choices=settings.LANGUAGES, blank=True, default=""
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="km")
    # Part of the signed link; by itself it opens nothing.
    key = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    # None once the account is deleted; the invitation cannot be accepted then (invitations.why_closed).
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=invitation_end)
    accepted_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.email} {self.role} {self.organization_id}"

    @property
    def token(self) -> str:
        """Return the invitation's key, signed, for the mailed link."""
        return link_signer().sign(self.key)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the invitation, with its mail address normalized."""
        # Here too, so that whoever saves it, addresses can be compared as text.
        self.email = mail_address(self.email)
        super().save(*args, **kwargs)
