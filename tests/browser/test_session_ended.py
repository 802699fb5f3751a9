"""A session that ends while an article is typed costs no word, in real Chromium."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal_session import PortalSession
from tests.browser.test_full_editor import home_of_the_organization
from tests.services.flow.people import PASSWORD, PEOPLE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WORDS = "Seven looms came to the village on Monday, and nobody may lose this sentence."


def sign_in_again(page: Page) -> None:
    page.locator("input[name=login]").fill(PEOPLE["officer"])
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button").first.click()
    page.wait_for_url("**/workspace/**")


def test_an_article_in_the_full_editor_waits_until_she_is_signed_in_again(
    session: PortalSession, browse: Callable[..., Page]
) -> None:
    desk = browse({"width": 1280, "height": 900})
    session.sign_in(desk, "officer")
    desk.goto(f"/admin/pages/add/blog/articlepage/{home_of_the_organization(session)}/")
    desk.context.clear_cookies(name="sessionid")

    desk.locator("#id_title").fill("Seven looms")
    desk.locator("#id_summary").fill(WORDS)
    # Told while she types ...
    expect(desk.locator("body > [role=alert] a[href*='/accounts/login/']")).to_be_visible()
    # ... and who saves all the same finds her words.
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.locator("footer .w-dropdown__toggle").click()
    desk.locator(".action-save:visible").click()
    expect(desk.locator(".typed", has_text=WORDS)).to_be_visible()

    with desk.context.expect_page() as opened:
        desk.locator("form[data-kept] a[target=_blank]").click()
    sign_in_again(opened.value)
    desk.locator("form[data-kept] button").click()
    # The token of the form is that of before signing in: it is sent once more.
    desk.locator("form[data-kept] button").click()
    desk.wait_for_url("**/edit/")
    expect(desk.locator("#id_summary")).to_have_value(WORDS)
