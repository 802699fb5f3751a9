"""A passkey in real Chromium: made on the phone, used as the second step, with and without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import looks, put, violations
from tests.browser.portal_session import PortalSession, found
from tests.services.flow.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OWNER = "passkey-owner@example.org"
JOIN = f"""
from accounts.services import create_person
from orgs.models import Organization
from orgs.services import set_membership
person = create_person({OWNER!r}, "Sophea Owner", "km", {PASSWORD!r}, is_proved=True)
set_membership(person, Organization.objects.get(slug="law-circle"), "manager")
"""
PHONE_LOCK = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def type_password(phone: Page) -> None:
    phone.goto("/accounts/login/?next=/workspace/")
    phone.locator("input[name=login]").fill(OWNER)
    phone.locator("input[name=password]").fill(PASSWORD)
    phone.locator("form:has(input[name=password]) button").first.click()


def assert_no_violations(phone: Page) -> None:
    for width, mode in looks():
        put(phone, width, mode)
        assert violations(phone) == [], (phone.url, width, mode)


def test_a_phones_fingerprint_is_the_second_step(session: PortalSession, browse: Callable[..., Page]) -> None:
    session.portal.python(JOIN)
    phone = browse()
    devtools = phone.context.new_cdp_session(phone)
    devtools.send("WebAuthn.enable")
    lock = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_LOCK})["authenticatorId"]

    type_password(phone)
    phone.wait_for_url("**/accounts/2fa/totp/activate/**")
    assert_no_violations(phone)
    phone.locator("form[data-passkey] button").click()
    phone.wait_for_url("**/accounts/2fa/recovery-codes/**")
    with phone.expect_download() as saved:
        phone.locator("main a[download]").click()
    assert len(saved.value.path().read_text().split()) >= 10
    phone.goto("/accounts/2fa/")
    assert_no_violations(phone)

    phone.context.clear_cookies()
    sign_in_by_mailed_code(session, phone)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": lock, "isUserVerified": False})
    phone.locator("form[data-passkey] button").click()
    expect(phone.locator("form[data-passkey] [role=alert]")).to_be_visible()
    assert_no_violations(phone)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": lock, "isUserVerified": True})
    phone.locator("form[data-passkey] button").click()
    phone.wait_for_url("**/workspace/**")
    expect(phone.locator("h1")).to_be_visible()
    takes_the_archive(phone)

    without = browse(java_script_enabled=False)
    type_password(without)
    expect(without.locator("form[data-passkey] [data-missing]")).to_be_visible()
    expect(without.locator("form[data-passkey] button")).to_be_hidden()
    expect(without.locator("input[name=code]")).to_be_visible()


def sign_in_by_mailed_code(session: PortalSession, phone: Page) -> None:
    phone.goto("/accounts/login/code/?next=/workspace/")
    phone.locator("input[name=email]").fill(OWNER)
    phone.locator("main form:has(input[name=email]) button").first.click()
    phone.wait_for_url("**/accounts/login/code/confirm/**")
    code = found(session.mail_to(OWNER, r"(?m)^[A-Z0-9-]{6,9}$"), r"(?m)^([A-Z0-9-]{6,9})$")
    phone.locator("input[name=code]").fill(code)
    phone.locator("main form:has(input[name=code]) button").first.click()
    phone.wait_for_url("**/accounts/2fa/authenticate/**")


def takes_the_archive(phone: Page) -> None:
    phone.goto("/workspace/takeout/")
    phone.locator("form[data-passkey] button").click()
    expect(phone.locator(".alert.wait")).to_be_visible()
