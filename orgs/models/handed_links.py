"""The model of links that a manager hands over to people without e-mail."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models.membership import Role
from orgs.models.organization import Organization

HANDED_LINK_VALID = timedelta(days=7)
LONGEST_NOTE = 80


def new_secret() -> str:
    """Return a new random secret for the address of a handed link."""
    # 24 random bytes are 32 letters: no guess finds them, and the QR code stays coarse.
    return secrets.token_urlsafe(24)


def hash_of(secret: str) -> str:
    """Return the SHA-256 of a handed link's secret, in hexadecimal digits."""
    # No salt and one round are enough: the secret is random, so nobody can try all of them.
    return hashlib.sha256(secret.encode()).hexdigest()


def handed_link_end() -> datetime:
    """Return the time, 7 days from now, at which a link that is made now expires."""
    return timezone.now() + HANDED_LINK_VALID


class HandedLinkQuerySet(models.QuerySet["HandedLink"]):
    """Queries for handed links."""

    def by_secret(self, secret: str) -> HandedLinkQuerySet:
        """Return a queryset of the link with this secret; empty for an unknown one."""
        return self.filter(secret_hash=hash_of(secret))

    def open(self) -> HandedLinkQuerySet:
        """Return the links that are neither used, revoked nor expired."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


class HandedLink(models.Model):
    """A link for one use that a manager hands over: to join an organization, or to choose a new password."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="handed_links")
    # Whose password it replaces; None for a link to join.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.OFFICER)
    translates_into = models.CharField(
        _("translates only into"), max_length=2, choices=settings.LANGUAGES, blank=True, default=""
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="km")
    note = models.CharField(_("for whom"), max_length=LONGEST_NOTE, blank=True)
    # The secret itself is shown once, to the manager who made the link, and stored nowhere.
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    # None once the account is deleted; the link cannot be used then (handed_links.why_closed).
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=handed_link_end)
    used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = HandedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("handed link")
        verbose_name_plural = _("handed links")

    def __str__(self) -> str:
        return f"{self.pk} {self.role} {self.organization_id}"
