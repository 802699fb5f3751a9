"""The demo's accounts: verified addresses, one public password, second factors with known secrets."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from accounts.models import User
from demo import content_files
from orgs.models import Organization
from orgs.services import set_editor, set_membership


def add_central() -> dict[str, User]:
    """Create the demo's editors and administrators where missing; return the last of each role by role."""
    people = {}
    for account in content_files.accounts():
        if "organization" not in account:
            user = people[account["role"]] = add_person(account)
            if account["role"] == "editor" and not user.groups.exists():
                set_editor(user, True)
    return people


def add_team(organization: Organization) -> dict[str, User]:
    """Create the demo's members of an organization where missing, and return them by role."""
    team = {}
    for account in content_files.accounts():
        if account.get("organization") == organization.slug:
            user = team[account["role"]] = add_person(account)
            if not user.memberships.exists():
                set_membership(user, organization, account["role"])
    return team


def add_person(account: dict[str, str]) -> User:
    """Return the user of a demo account, created with address, password and second factor if missing."""
    known = User.objects.filter(email=account["email"]).first()
    if known:
        return known
    user = User(email=account["email"], first_name=account["name"], language=account["language"])
    user.is_staff = user.is_superuser = account["role"] == "administrator"
    user.password = shared_hash(account["password"])
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if secret := account.get("totp"):
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
    return user


_hashes: dict[str, str] = {}


def shared_hash(password: str) -> str:
    """Return the stored form (hash) of a demo password, computed once for all accounts in this process.

    All demo accounts share a public password: hashing it again for each would take seconds and protect nothing.
    """
    if password not in _hashes:
        _hashes[password] = make_password(password)
    return _hashes[password]
