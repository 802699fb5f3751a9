"""Duties that a person must hand over before she is erased."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from operations.personal_data.people import DataSubject
from orgs.models import Membership, Organization, Role


def find_unsettled(person: DataSubject) -> list[str]:
    """Return sentences to the person about what prevents an erasure: being the only manager or administrator."""
    said = [
        _("You are the only manager of %(name)s. Make somebody else a manager first.") % {"name": organization.name}
        for organization in managed_alone(person)
    ]
    if is_last_administrator(person):
        said.append(_("You are the only administrator. Make somebody else an administrator first."))
    return said


def describe_unsettled(person: DataSubject) -> list[str]:
    """Return sentences to an administrator about what prevents a person's erasure: only manager, or the like."""
    said = [f"She is the only manager of {organization.name_en}." for organization in managed_alone(person)]
    return [*said, "She is the only administrator."] if is_last_administrator(person) else said


def managed_alone(person: DataSubject) -> list[Organization]:
    """Return the active organizations whose only active manager is this person."""
    managed = Membership.objects.filter(user__in=person.users, role=Role.MANAGER, organization__status="active")
    alone = []
    for membership in managed.select_related("organization"):
        others = Membership.objects.filter(organization=membership.organization_id, role=Role.MANAGER)
        # An inactive account cannot sign in, and so answers for nobody.
        if not others.exclude(user__in=person.users).filter(user__is_active=True).exists():
            alone.append(membership.organization)
    return alone


def is_last_administrator(person: DataSubject) -> bool:
    """Return whether a person is the only active administrator, so that her erasure would leave none."""
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    hers = administrators.filter(pk__in=person.users)
    return hers.exists() and not administrators.exclude(pk__in=person.users).exists()
