"""Short forms in Chromium: sending while a save is under way, and Enter in a box, lose and send nothing by accident."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser.portal_session import PortalSession
from tests.browser.test_phone import SAVED

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TITLES = ("article", "event", "help-service", "publication")
DONE = "main .alert.good"


def sent(session: PortalSession, title: str) -> int:
    return session.portal.query(
        "SELECT count(*) FROM moderation_submission sent JOIN wagtailcore_page page ON page.id = sent.page_id"
        f" WHERE page.draft_title LIKE '{title}%'"
    )[0][0]


@pytest.mark.parametrize("action", ["send", "draft"])
def test_sending_waits_for_the_save_that_is_under_way(session: PortalSession, phone: Page, action: str) -> None:
    text = f"Six looms came to {action}."
    late: list[tuple[Route, APIResponse]] = []

    def hold_a_save(route: Route) -> None:
        if b"autosave" in (route.request.post_data_buffer or b""):
            # The portal has saved it: only its answer is late.
            late.append((route, route.fetch()))
        else:
            route.continue_()

    session.sign_in(phone, "officer", to="/workspace/post/")
    words = phone.locator("textarea[name=text]")
    words.fill(text)
    expect(phone.locator("[data-said]")).to_contain_text(SAVED)
    phone.route("**/workspace/post/", hold_a_save)
    words.press_sequentially(" Two more")
    for _moment in range(100):
        phone.wait_for_timeout(100)
        if late:
            break
    button = phone.locator(f"button[name=action][value={action}]")
    button.click()
    expect(button).to_be_disabled()
    ((route, answer),) = late
    route.fulfill(response=answer)
    phone.wait_for_url("**/workspace/")
    expect(phone.locator(DONE)).to_be_visible()
    rows = f"SELECT draft_title FROM wagtailcore_page WHERE draft_title LIKE '{text[:-1]}%'"
    assert len(session.portal.query(rows)) == 1
    assert sent(session, text[:-1]) == (1 if action == "send" else 0)


def test_a_save_whose_answer_is_lost_is_not_taken_for_somebody_elses(session: PortalSession, phone: Page) -> None:
    text, lost = "Nine looms came.", []

    def lose_the_answer(route: Route) -> None:
        if b"autosave" in (route.request.post_data_buffer or b"") and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    session.sign_in(phone, "officer", to="/workspace/post/")
    words = phone.locator("textarea[name=text]")
    words.fill(text)
    expect(phone.locator("[data-said]")).to_contain_text(SAVED)
    phone.route("**/workspace/post/", lose_the_answer)
    words.press_sequentially(" One more")
    expect(phone.locator("[data-said]")).not_to_contain_text(SAVED)
    words.press_sequentially(" came")
    expect(phone.locator("[data-said]")).to_contain_text(SAVED)
    assert lost == [200]
    phone.locator("button[name=action][value=send]").click()
    phone.wait_for_url("**/workspace/")
    assert sent(session, text[:-1]) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_enter_in_a_title_keeps_a_draft_and_sends_nothing(
    session: PortalSession, browse: Callable[..., Page], scripts: bool
) -> None:
    """Without scripts the form is as it stands on a slow line until they have come."""
    page = browse(locale="en", java_script_enabled=scripts)
    session.sign_in(page, "officer")
    for kind in TITLES:
        title = f"Entered {kind} {scripts}"
        page.goto(f"/workspace/{kind}/")
        page.locator("input[name=title]").fill(title)
        if scripts:
            page.locator("input[name=title]").press("Enter")
            expect(page.locator("[data-said]")).not_to_be_empty()
        else:
            # Saved, or asked for what is missing: either way here.
            with page.expect_navigation():
                page.locator("input[name=title]").press("Enter")
        assert f"/{kind}/" in page.url or "/workspace/edit" in page.url, page.url
        expect(page.locator("input[name=title]")).to_have_value(title)
        assert sent(session, title) == 0
        page.evaluate("localStorage.clear()")
