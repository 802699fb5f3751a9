"""Duties that a person must hand over before she is erased."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from operations.personal_data.people import DataSubject
from orgs.models import Membership, Role


def find_unsettled(person: DataSubject) -> list[str]:
    """Return what must be settled before she is erased, in words."""
    said = []
    managed = Membership.objects.filter(user__in=person.users, role=Role.MANAGER, organization__status="active")
    for membership in managed.select_related("organization"):
        others = Membership.objects.filter(organization=membership.organization_id, role=Role.MANAGER)
        if not others.exclude(user__in=person.users).filter(user__is_active=True).exists():
            name = membership.organization.name
            said.append(_("You are the only manager of %(name)s. Make somebody else a manager first.") % {"name": name})
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    if administrators.filter(pk__in=person.users).exists() and not administrators.exclude(pk__in=person.users).exists():
        said.append(_("You are the only administrator. Make somebody else an administrator first."))
    return said
