"""The people and organizations that stand in every test's database, made by the portal's own services.

Two organizations with an officer and a manager each, an editor and an administrator. The fixtures of conftest.py look
them up; nobody else may count on them.
"""

from __future__ import annotations

from typing import Any

from accounts.models import User
from home.organizations.page_tree import provision
from orgs.models import Organization
from orgs.services import set_editor
from tests.factories import drain_outbox, make_member, make_user

ORGANIZATIONS: dict[str, dict[str, Any]] = {
    "silk-weavers": {"name_en": "Silk Weavers", "name_km": "សមាគមអ្នកត្បាញសូត្រ"},
    "law-circle": {"name_en": "Law Circle", "name_km": "ក្រុមមេធាវីដើម្បីនារី"},
}
ROLES = ("officer", "manager")
EDITOR = "editor@example.org"
ADMINISTRATOR = "administrator@example.org"


def populate() -> None:
    """Fill a founded portal, and carry out everything that follows from it."""
    for slug, names in ORGANIZATIONS.items():
        organization = provision(slug=slug, **names)
        for role in ROLES:
            make_member(organization, role)
    set_editor(make_user(EDITOR), True)
    make_user(ADMINISTRATOR, is_superuser=True, is_staff=True)
    drain_outbox()


def standing_organization(slug: str) -> Organization:
    """Return one of the two organizations."""
    return Organization.objects.get(slug=slug)


def standing_member(organization: Organization, role: str) -> User:
    """Return a person with this role in one of the two organizations."""
    return User.objects.get(memberships__organization=organization, memberships__role=role)


def standing_person(email: str) -> User:
    """Return the editor or the administrator."""
    return User.objects.get(email=email)


def find_or_make_member(organization: Organization, role: str, email: str | None = None, **fields: Any) -> User:
    """Return the standing person of this role in this organization, with these fields, or create one.

    With an address it is always somebody new.
    """
    standing = User.objects.filter(email=f"{role}@{organization.slug}.example.org").first()
    if email or not standing:
        return make_member(organization, role, email, **fields)
    for name, value in fields.items():
        setattr(standing, name, value)
    standing.save(update_fields=list(fields))
    return standing
