"""A day's work by keyboard alone, with scripts and without: signing in, sending, claiming, publishing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.keys import press, write
from tests.browser.portal_session import PortalSession
from tests.services.flow.people import PASSWORD, PEOPLE
from tools.desk_steps import open_alone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_piece_is_sent_claimed_and_published(
    session: PortalSession, browse: Callable[..., Page], scripts: bool
) -> None:
    officer = browse(PHONE, locale="en", java_script_enabled=scripts)
    editor = browse(DESK, locale="en", java_script_enabled=scripts)
    title = f"The loom house is open {'with' if scripts else 'without'} lamps"

    officer.goto("/workspace/")
    write(officer, "input[name=login]", PEOPLE["officer"])
    write(officer, "input[name=password]", PASSWORD)
    officer.keyboard.press("Enter")
    officer.wait_for_url("**/workspace/")
    press(officer, "main a[href='/workspace/post/']")
    officer.wait_for_url("**/workspace/post/")
    write(officer, "textarea[name=text]", f"{title}. Come and see.")
    press(officer, "button[name=action][value=send]")
    officer.wait_for_url("**/workspace/")

    session.await_checks()
    session.sign_in(editor, "editor", to="/workspace/queue/")
    row = f".queue tbody tr:has-text('{title}')"
    press(editor, f"{row} button[formaction]")
    editor.wait_for_url("**open=*")
    open_alone(editor)
    press(editor, "#decide input[value=approve]", "Space")
    press(editor, "#decide button")
    expect(editor.locator(".alert.good")).to_contain_text(title)
    officer.reload()
    expect(officer.locator("article", has_text=title).locator(".state.published")).to_be_visible()
