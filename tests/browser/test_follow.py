"""A reader follows by mail from a small phone, and leaves again; in one language without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.portal_session import PortalSession
from tests.browser.test_pages import PHONE, faults
from tests.services.flow.public import HOME
from tools.mails import text_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("km", True)])
def test_a_reader_follows_and_leaves(
    browse: Callable[..., Page], session: PortalSession, language: str, scripts: bool
) -> None:
    page, hers = browse(java_script_enabled=scripts, viewport=PHONE), f"reader-{language}@example.org"
    found: list[str] = []

    def look(kind: str) -> None:
        found.extend(faults(page, language, kind) + (violations(page) if scripts else []))

    page.goto(f"/{language}/{HOME}")
    page.locator("main a[href*='/follow/']").click()
    look("follow")
    page.locator("input[name=email]").fill(hers)
    page.keyboard.press("Enter")
    page.wait_for_url("**/follow/asked/")
    look("asked")

    letter = text_of(session.mail_to(hers, "/follow/confirm/"))
    page.goto(re.findall(r"http\S+/follow/confirm/\S+", letter)[0])
    look("confirm")
    page.locator("main form button").click()
    page.wait_for_url("**/follow/manage/**")
    look("manage")
    expect(page.locator(f"main a[href$='/{HOME}']")).to_be_visible()

    page.locator("input[name=rhythm][value=daily]").check()
    page.locator("form:has(input[name=rhythm]) button").click()
    expect(page.locator("input[name=rhythm][value=daily]")).to_be_checked()

    page.locator("button[name=leave]").click()
    page.wait_for_url("**/follow/left/")
    look("left")
    assert not found
