"""The full editor as members have it, with its own scripts, in real Chromium."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, TimeoutError, expect

from tests.browser.portal_session import PortalSession
from tests.services.flow.public import HOME
from tests.services.flow.visitor import Visitor
from tools.desk_steps import open_alone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

APPROVED, LATER = "elephant", "crocodile"


def saves_itself(response: Response) -> bool:
    return response.request.method == "POST" and "application/json" in (response.request.headers.get("accept") or "")


def write(page: Page, words: str) -> Response:
    """Write into the summary until the editor saves by itself; gives the answer to that.

    What is written in its first seconds it takes for what it has loaded, and waits for the next change.
    """
    for end in (".", "!", "..", "!!"):
        try:
            with page.expect_response(saves_itself, timeout=3_000) as response:
                page.locator("#id_summary").fill(f"A tale of one {words}{end}")
            return response.value
        except TimeoutError:
            continue
    raise AssertionError("The editor saves nothing by itself.")


def add_quotation(page: Page, words: str) -> None:
    page.locator("button.c-sf-add-button").first.click()
    page.locator(".w-combobox__option:has(use[href='#icon-openquote'])").click()
    page.locator("textarea[name='body-0-value-text']").fill(f"Said the {words}.")


def home_of_the_organization(session: PortalSession) -> int:
    home = f"SELECT id FROM wagtailcore_page WHERE url_path = '/front-en/{HOME}'"
    return session.portal.query(home)[0][0]


def test_an_article_saves_itself_and_an_open_window_changes_nothing_that_waits(
    session: PortalSession, browse: Callable[..., Page]
) -> None:
    desk = browse({"width": 1280, "height": 900})
    session.sign_in(desk, "officer")
    desk.goto(f"/admin/pages/add/blog/articlepage/{home_of_the_organization(session)}/")
    desk.locator("#id_title").fill("Elephants at the loom")
    add_quotation(desk, APPROVED)
    assert write(desk, APPROVED).status == 200
    desk.wait_for_url("**/edit/")
    forgotten = desk.context.new_page()
    forgotten.goto(desk.url)

    desk.locator("footer [data-w-dropdown-target='toggle']").first.click()
    desk.locator("button[name=action-send-for-review]").first.click()
    desk.wait_for_load_state()
    approve(session, browse({"width": 1280, "height": 900}))

    address = f"/en/{HOME}elephants-at-the-loom/"
    expect_only_approved(session, address)
    # Sending made a newer version than the one that it has loaded.
    assert write(forgotten, LATER).status == 400
    expect_only_approved(session, address)


def approve(session: PortalSession, desk: Page) -> None:
    session.sign_in(desk, "editor", to="/workspace/queue/")
    session.await_checks()
    desk.locator(".queue tbody th a", has_text="Elephants").click()
    open_alone(desk)
    desk.locator("#decide input[value=approve]").check()
    desk.locator("#decide button").first.click()
    desk.locator(".alert.good").wait_for()


def expect_only_approved(session: PortalSession, address: str) -> None:
    page = Visitor(session.url).get(address)
    assert page.status == 200
    assert APPROVED in page.text
    assert LATER not in page.text


def test_its_screens_work_for_members(session: PortalSession, desk: Page) -> None:
    session.sign_in(desk, "officer")
    home = home_of_the_organization(session)
    for path in ("", f"pages/{home}/", "images/", "documents/", "account/"):
        answer = desk.goto(f"/admin/{path}")
        assert answer and answer.status == 200, path
        assert desk.url.endswith(f"/admin/{path}")
    # What tells of everybody's work is no screen of theirs.
    assert desk.request.get("/admin/reports/workflow/").status == 404
    for kind in ("blog/updatepage", "blog/publicationpage", "events/eventpage"):
        # Its scripts, and their complaints, come after the page itself.
        desk.goto(f"/admin/pages/add/{kind}/{home}/", wait_until="networkidle")
        expect(desk.locator("#id_title")).to_be_visible()


def test_a_day_stays_as_it_was_typed(session: PortalSession, browse: Callable[..., Page]) -> None:
    desk = browse({"width": 1280, "height": 900})
    session.sign_in(desk, "officer")
    desk.goto(f"/admin/pages/add/events/eventpage/{home_of_the_organization(session)}/")
    field = desk.locator("#id_starts_at")
    for typed in ("៥/១២/២០២៦ ៨:៣០", "31/02/2026 08:30", "soon", "05/12/2026 08:30"):
        field.click()
        field.press("Control+a")
        field.press_sequentially(typed)
        field.press("Tab")
        desk.locator("#id_title").click()
        expect(field).to_have_value(typed)
    field.click()
    desk.locator('.xdsoft_date[data-date="6"][data-month="11"] >> visible=true').click()
    expect(field).to_have_value("06/12/2026 08:30")
