"""Coming in: by a mailed code, by an invitation, with a second factor; in real Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal_session import PortalSession, found
from tests.services.flow.people import PASSWORD, PEOPLE, one_time_code

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NEWCOMER = "newcomer@example.org"
INVITE = f"""
from accounts.models import User
from orgs.membership.invitations import invite
from orgs.models import Organization
editor = User.objects.get(email={PEOPLE["editor"]!r})
invite(Organization.objects.get(slug="law-circle"), {NEWCOMER!r}, "manager", editor, "en")
"""


def test_a_mailed_code_lets_the_officer_in(session: PortalSession, phone: Page) -> None:
    phone.goto("/workspace/")
    phone.locator("main a[href*='/accounts/login/code/']").click()
    phone.locator("input[name=email]").fill(PEOPLE["officer"])
    phone.locator("main form:has(input[name=email]) button").first.click()
    phone.wait_for_url("**/accounts/login/code/confirm/**")

    phone.locator("input[name=code]").fill("WRONG1")
    phone.locator("main form:has(input[name=code]) button").first.click()
    expect(phone.locator(".field.bad")).to_be_visible()
    # A line of its own; allauth's codes are six letters and digits, perhaps in groups.
    mail = session.mail_to(PEOPLE["officer"], r"(?m)^[A-Z0-9-]{6,9}$")
    phone.locator("input[name=code]").fill(found(mail, r"(?m)^([A-Z0-9-]{6,9})$"))
    phone.locator("main form:has(input[name=code]) button").first.click()

    phone.wait_for_url("**/workspace/")
    expect(phone.locator("html")).to_have_attribute("lang", "km")


def test_a_new_manager_comes_by_invitation_and_acts_with_a_second_factor(
    session: PortalSession, browse: Callable[..., Page]
) -> None:
    session.portal.python(INVITE)
    invitation = found(session.mail_to(NEWCOMER, "/accounts/invitation/"), r"(http://\S+/accounts/invitation/\S+)")
    phone = browse()
    phone.goto(invitation)
    phone.locator("input[name=name]").fill("Sophea Newcomer")
    phone.locator("input[name=password]").fill("1234")
    phone.locator("main form button").first.click()
    expect(phone.locator(".field.bad").first).to_be_visible()
    expect(phone.locator("input[name=name]")).to_have_value("Sophea Newcomer")
    phone.locator("input[name=password]").fill(PASSWORD)
    phone.locator("main form button").first.click()

    phone.wait_for_url("**/accounts/2fa/totp/activate/**")
    secret = phone.locator("main code").inner_text().replace(" ", "")
    phone.locator("input[name=code]").fill("000000")
    phone.locator("main form:has(input[name=code]) button").click()
    expect(phone.locator(".field.bad")).to_be_visible()
    assert phone.locator("main code").inner_text().replace(" ", "") == secret
    phone.locator("input[name=code]").fill(one_time_code(secret))
    phone.locator("main form:has(input[name=code]) button").click()
    phone.wait_for_url("**/accounts/2fa/recovery-codes/**")
    codes = phone.locator("main").inner_text()

    phone.goto("/workspace/")
    expect(phone.locator("h1")).to_have_text("Our work")
    comes_back_with_a_recovery_code(browse(), codes)
    assert_used(browse(), invitation)


def comes_back_with_a_recovery_code(phone: Page, codes: str) -> None:
    """On another phone the password alone opens nothing."""
    phone.goto("/accounts/login/?next=/workspace/")
    phone.locator("input[name=login]").fill(NEWCOMER)
    phone.locator("input[name=password]").fill(PASSWORD)
    phone.locator("form:has(input[name=password]) button").first.click()
    phone.wait_for_url("**/accounts/2fa/authenticate/**")
    phone.goto("/workspace/")
    assert "/workspace/" not in phone.url.partition("?")[0]
    phone.goto("/accounts/2fa/authenticate/")
    phone.locator("input[name=code]").fill(re.findall(r"\b\d{8}\b", codes)[0])
    phone.locator("form:has(input[name=code]) button").first.click()
    phone.goto("/workspace/")
    expect(phone.locator("h1")).to_have_text("Our work")


def assert_used(stranger: Page, invitation: str) -> None:
    """Whoever finds the mail later gets nothing by it."""
    answer = stranger.goto(invitation)
    assert answer and answer.status == 410
    expect(stranger.locator("main form")).to_have_count(0)
