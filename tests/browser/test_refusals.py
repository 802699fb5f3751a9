"""Refusals in real Chromium: in words, and what was typed stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.portal_session import PortalSession
from tools.desk_steps import open_alone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TEXT = "អត្ថបទនេះមិនត្រូវបាត់ទេ។"


def no_picture(folder: Path) -> Path:
    file = folder / "photo.jpg"
    file.write_text("I am no photo.")
    return file


def a_large_file(folder: Path) -> Path:
    """A good picture of more bytes than are taken: noise cannot be compressed."""
    file = folder / "photo.png"
    Image.frombytes("RGB", (2000, 2000), os.urandom(3 * 2000 * 2000)).save(file)
    assert file.stat().st_size > 10 * 1024 * 1024
    return file


def many_pixels(folder: Path) -> Path:
    file = folder / "photo.png"
    Image.new("1", (9000, 9000)).save(file)
    return file


@pytest.mark.parametrize(
    ("make", "scripts"),
    # A script would make the large ones small enough.
    [(no_picture, False), (a_large_file, False), (many_pixels, False), (no_picture, True)],
)
def test_a_file_that_cannot_be_taken_is_refused_and_the_text_stays(
    session: PortalSession, browse: Callable[..., Page], tmp_path: Path, make: Callable[[Path], Path], scripts: bool
) -> None:
    phone, file = browse(java_script_enabled=scripts), make(tmp_path)
    session.sign_in(phone, "officer", to="/workspace/post/")
    phone.locator("textarea[name=text]").fill(TEXT)
    phone.locator("input[name=alt_text]").fill("កី")
    phone.locator("select[name=place]").select_option("takeo")
    phone.locator("input[type=file][name=file]").set_input_files(file)
    phone.locator("button[name=action][value=send]").click()

    wrong = phone.locator(".field.bad", has=phone.locator("input[name=file]"))
    expect(wrong.locator(".error")).to_be_visible()
    expect(wrong.locator("[data-choose]" if scripts else "input[name=file]")).to_be_visible()
    expect(phone.locator("textarea[name=text]")).to_have_value(TEXT)
    expect(phone.locator("input[name=alt_text]")).to_have_value("កី")
    expect(phone.locator("select[name=place]")).to_have_value("takeo")
    assert not session.portal.query(f"SELECT 1 FROM blog_updatepage WHERE text = '{TEXT}'")


def test_a_photo_without_words_waits_beside_what_is_wrong(session: PortalSession, phone: Page, tmp_path: Path) -> None:
    """On a slow line nobody uploads the same photo twice."""
    photo = tmp_path / "loom.jpg"
    Image.new("RGB", (1600, 1200), "#8a2e26").save(photo)
    session.sign_in(phone, "officer", to="/workspace/post/")
    phone.locator("textarea[name=text]").fill(TEXT)
    phone.locator("input[type=file][name=file]").set_input_files(photo)
    phone.locator("button[name=action][value=send]").click()

    expect(phone.locator(".field.bad input[name=alt_text]")).to_be_visible()
    expect(phone.locator("main form img")).to_be_visible()
    phone.locator("input[name=alt_text]").fill("កី")
    phone.locator("input[name=people][value=none]").check()
    phone.locator("button[name=action][value=draft]").click()

    phone.wait_for_url("**/workspace/")
    kept = session.portal.query(f"SELECT image_id FROM blog_updatepage WHERE text = '{TEXT}'")
    assert len(kept) == 1 and kept[0][0]


def test_an_editor_who_returns_without_a_reason_is_asked_for_one(
    session: PortalSession, desk: Page, phone: Page
) -> None:
    session.sign_in(phone, "officer", to="/workspace/post/")
    phone.locator("textarea[name=text]").fill("សូមពិនិត្យ។")
    phone.locator("button[name=action][value=send]").click()
    phone.wait_for_url("**/workspace/")

    session.sign_in(desk, "editor", to="/workspace/queue/")
    session.open_newest(desk)
    open_alone(desk)
    desk.locator("input[name=decision][value=return]").check()
    desk.locator("#decide button").first.click()
    expect(desk.locator(".field.bad textarea[name=reason]")).to_be_visible()
    expect(desk.locator("input[name=decision][value=return]")).to_be_checked()
    summary = desk.locator("#problems")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    summary.locator("a").click()
    expect(desk.locator("textarea[name=reason]")).to_be_focused()
    desk.locator("textarea[name=reason]").fill("សូមសរសេរថាកន្លែងណា។")
    desk.locator("#decide button").first.click()
    desk.locator(".alert.good").wait_for()

    phone.goto("/workspace/")
    expect(phone.locator("section[aria-labelledby=returned]")).to_contain_text("សូមសរសេរថាកន្លែងណា។")
