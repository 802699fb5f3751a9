"""Who plays in the browser tests, and how they sign in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.services.servers import Portal

PASSWORD = "a long password of a test"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

SEED = f"""
import json
from accounts.models import User
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from home.services import provision
from orgs.services import set_editor, set_membership
from outbox.services import drain

def person(email, language="en", second_factor=True):
    user = User.objects.create_user(email, {PASSWORD!r}, language=language)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if second_factor:
        TOTP.activate(user, {SECRET!r})
        RecoveryCodes.activate(user)
    return user

weavers = provision(slug="silk-weavers", name_en="Silk Weavers", name_km="សមាគមអ្នកត្បាញសូត្រ")
circle = provision(slug="law-circle", name_en="Law Circle", name_km="ក្រុមមេធាវីដើម្បីនារី")
people = {{
    "officer": person("officer@example.org", "km", second_factor=False),
    "manager": person("manager@example.org"),
    "stranger": person("other-officer@example.org", second_factor=False),
    "editor": person("editor@example.org"),
    "administrator": person("administrator@example.org"),
}}
set_membership(people["officer"], weavers, "officer")
set_membership(people["manager"], weavers, "manager")
set_membership(people["stranger"], circle, "officer")
set_editor(people["editor"], True)
User.objects.filter(pk=people["administrator"].pk).update(is_superuser=True, is_staff=True)
while drain(limit=200):
    pass
print(json.dumps({{role: user.email for role, user in people.items()}}))
"""


@dataclass
class Cast:
    """A running portal and the people who use it."""

    portal: Portal
    url: str
    people: dict[str, Any]

    def sign_in(self, page: Page, role: str, to: str = "/workspace/") -> None:
        """Sign in at the portal's own door, with a second factor where one is enrolled."""
        page.goto(f"/accounts/login/?next={to}")
        page.locator("input[name=login]").fill(self.people[role])
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form:has(input[name=password]) button[type=submit]").first.click()
        if "/2fa/" in page.url:
            page.locator("input[name=code]").fill(one_time_code(SECRET))
            page.locator("form:has(input[name=code]) button[type=submit]").first.click()
        page.wait_for_url(f"**{to}**")


def one_time_code(secret: str) -> str:
    """The six digits that a phone shows now (RFC 6238, steps of 30 seconds)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
