"""People with privileges, and organizations without anybody who answers for them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.hashers import check_password

from accounts.models import User
from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.registry import check
from operations.doctor.servers.database import TABLES
from orgs.models import PROGRAMME_SLUG, Organization, Role
from orgs.permissions import EDITORS_GROUP, administrators, enrolled_factors

MOST_ADMINISTRATORS = 5
SHOWN = 5


@check(after=TABLES)
def administrator() -> Iterator[SetupFinding]:
    """Tell when the portal has no administrator, or too many of them."""
    count = administrators().count()
    if not count:
        yield fault("The portal has no administrator.", "Make the first: manage.py createsuperuser.")
    elif count > MOST_ADMINISTRATORS:
        yield warning(
            f"The portal has {count} administrators, and each may do everything.",
            "Make those who do not run the portal editors or managers.",
        )


@check(after=TABLES)
def second_factors() -> Iterator[SetupFinding]:
    """Tell when administrators or editors have no second factor (app or passkey); names their addresses."""
    privileged = administrators() | User.objects.filter(is_active=True, groups__name=EDITORS_GROUP)
    factors = enrolled_factors().values("user")
    # One more than shown, to know whether there are others.
    lacking = list(privileged.exclude(pk__in=factors).distinct().values_list("email", flat=True)[: SHOWN + 1])
    if lacking:
        yield fault(
            f"These administrators or editors have no second factor: {shortened_list(lacking)}.",
            "Ask them to sign in and set it up; remove the role of people who left.",
        )


@check(after=TABLES)
def managers() -> Iterator[SetupFinding]:
    """Tell when an active organization has no active manager (the programme's own does not count)."""
    answered_for = User.objects.filter(is_active=True, memberships__role=Role.MANAGER).values(
        "memberships__organization"
    )
    active = Organization.objects.filter(status=Organization.Status.ACTIVE).exclude(slug=PROGRAMME_SLUG)
    if lacking := list(active.exclude(pk__in=answered_for).values_list("slug", flat=True)[: SHOWN + 1]):
        yield warning(
            f"These organizations have no manager: {shortened_list(lacking)}.",
            "Invite a manager for each, or suspend organizations that left.",
        )


@check(after=TABLES, seconds=20)
def demo_accounts() -> Iterator[SetupFinding]:
    """Tell when an active demo account still has its published password."""
    known = tomllib.loads((settings.SITE_ROOT / "demo" / "content" / "accounts.toml").read_text())
    addresses = [account["email"] for account in known["accounts"]]
    people = User.objects.filter(email__in=addresses, is_active=True)
    # All of the demo share one hash, and to look at one takes a good part of a second.
    by_hash = {user.password: user.email for user in people}
    if found := [email for hashed, email in by_hash.items() if check_password(known["password"], hashed)]:
        yield fault(
            f"Accounts of the demo, such as {found[0]}, have a password that everybody can read.",
            "Delete them, or start with a database without the demo.",
        )


def shortened_list(names: list[str]) -> str:
    """Return the first few names joined by commas, with "and others" when there are more."""
    return ", ".join(names[:SHOWN]) + (" and others" if len(names) > SHOWN else "")
