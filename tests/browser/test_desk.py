"""The editors' desk in real Chromium, on a wide screen and on a phone: from the claim to what a reader reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.portal_session import PortalSession
from tools.desk_steps import approve_chosen

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUEUE = "/workspace/queue/"


def send(page: Page, text: str) -> None:
    page.goto("/workspace/post/")
    page.locator("textarea[name=text]").fill(text)
    page.locator("input[name=language][value=en]").check()
    page.locator("button[name=action][value=send]").click()
    page.wait_for_url("**/workspace/")


def row(page: Page, title: str) -> Page:
    return page.locator(".queue tbody tr", has_text=title)  # type: ignore[return-value]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["wide", "phone"])
def test_a_day_at_the_desk(session: PortalSession, browse: Callable[..., Page], screen: dict[str, int]) -> None:
    officer, editor, stranger = browse(), browse(screen), browse(locale="en")
    mark = f"at {screen['width']}"
    session.sign_in(officer, "officer")
    for name in ("Looms", "Cloth", "Market", "Silk"):
        send(officer, f"{name} {mark}. It came to the village.")

    # Claimed, compared, returned with a reason; what was typed stays when something lacks.
    session.sign_in(editor, "editor", to=QUEUE)
    row(editor, f"Looms {mark}").locator("button[formaction]").click()
    editor.wait_for_url("**open=*")
    expect(editor.locator("#open .compared")).to_contain_text("It came to the village.")
    expect(row(editor, f"Looms {mark}")).to_have_class("chosen")
    editor.locator("[data-choose=return]").click()
    editor.locator("#decide button").first.click()
    expect(editor.locator("#decide .field.bad")).to_be_visible()
    editor.locator("#decide input[name=reasons]").first.check()
    editor.locator("#decide textarea").fill("Name the village.")
    editor.locator("#decide button").first.click()
    editor.locator(".undo").first.wait_for()

    # Two at once.
    editor.goto(QUEUE)
    for name in ("Cloth", "Market"):
        row(editor, f"{name} {mark}").locator("input[name=chosen]").check()
    editor.locator("#several summary").click()
    approve_chosen(editor)
    expect(editor.locator(".alert.good")).to_have_count(2)

    # Corrected by the editor, accepted by its author in one tap.
    row(editor, f"Silk {mark}").locator("th a").click()
    editor.locator("a[href$='/correct/']").click()
    editor.locator("[name='text-text']").fill(f"Silk {mark}. It came to two villages.")
    editor.locator("main form button").click()
    editor.wait_for_url(f"**{QUEUE}")
    officer.goto("/workspace/")
    officer.locator("a[href*='/correction/']").first.click()
    expect(officer.locator("ins").last).to_contain_text("two")
    officer.locator("button[value=accept]").click()
    officer.wait_for_url("**/workspace/")

    silk = officer.locator("article", has_text=f"Silk {mark}").locator("a.button.two").first.get_attribute("href")
    stranger.goto(str(silk))
    expect(stranger.locator("main")).to_contain_text("two villages")

    # Reported by a reader, taken down at once, by one who wrote nothing of it.
    address = officer.locator("article", has_text=f"Cloth {mark}").locator("a.button.two").first.get_attribute("href")
    stranger.goto(str(address))
    stranger.locator("a[href*='/report/']").click()
    stranger.locator("input[value=private]").check()
    stranger.locator("textarea[name=text]").fill("She did not agree.")
    stranger.locator("main form button").click()
    stranger.wait_for_url("**/report/thank-you/")
    editor.goto("/workspace/reports/")
    row(editor, f"Cloth {mark}").locator("th a").click()
    editor.locator("input[value=take-down]").check()
    editor.locator("textarea[name=answer]").fill("Consent is missing.")
    editor.get_by_role("button", name="Send the answer").click()
    editor.wait_for_url("**/workspace/reports/")
    assert stranger.goto(str(address)).status == 404  # type: ignore[union-attr]
    officer.goto("/workspace/")
    expect(officer.locator("main")).to_contain_text("Consent is missing.")
    assert not editor.evaluate("document.documentElement.scrollWidth > innerWidth")
