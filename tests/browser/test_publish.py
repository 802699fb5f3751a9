"""From a phone to the public and back, in real Chromium against real processes, in both ways to run the portal."""

from __future__ import annotations

import io
import time
import urllib.parse
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.portal_session import PortalSession
from tests.services.flow.public import SEARCHED, TYPED, VISIBLE_WITHIN, Piece, showing
from tests.services.flow.visitor import Visitor
from tools.desk_steps import open_alone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TEXT = f"{TYPED}ក្នុងភូមិបានទិញកីថ្មីចំនួន ៦ ដោយប្រាក់សន្សំរបស់ក្រុម។"
ALT_TEXT = "កីតម្បាញថ្មីមួយ"


@pytest.fixture(params=["embedded_session", pytest.param("served_session", marks=pytest.mark.services)])
def session(request: pytest.FixtureRequest) -> PortalSession:
    return request.getfixturevalue(request.param)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo that tells where it was taken."""
    picture = Image.new("RGB", (1600, 1200), "#8a2e26")
    exif = picture.getexif()
    exif[0x010F] = "A telephone"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (11.0, 33.0, 44.0)
    file = tmp_path / "loom.jpg"
    picture.save(file, exif=exif)
    return file


def send_update(page: Page, photo: Path) -> None:
    page.goto("/workspace/post/")
    page.locator("textarea[name=text]").fill(TEXT)
    page.locator("input[type=file][name=file]").set_input_files(photo)
    page.locator("input[name=alt_text]").fill(ALT_TEXT)
    page.locator("input[name=people][value=none]").check()
    page.locator("select[name=topic]").select_option("economy-and-development")
    page.locator("select[name=place]").select_option("takeo")
    page.locator("input[name=language][value=km]").check()
    page.locator("button[name=action][value=send]").click()
    page.wait_for_url("**/workspace/")


def newest(session: PortalSession) -> Piece:
    page, slug = session.portal.query("SELECT id, slug FROM wagtailcore_page ORDER BY id DESC LIMIT 1")[0]
    return Piece(page, slug)


def approve(session: PortalSession, page: Page) -> None:
    session.await_checks()
    session.open_newest(page)
    open_alone(page)
    page.locator("#decide input[value=approve]").check()
    page.locator("#decide button").first.click()
    page.locator(".alert.good").wait_for()


def test_written_on_a_phone_read_by_all_and_withdrawn_at_once(
    session: PortalSession, phone: Page, desk: Page, stranger: Page, photo: Path
) -> None:
    session.sign_in(phone, "officer")
    send_update(phone, photo)
    expect(phone.locator("section[aria-labelledby=waiting] article .state").first).to_be_visible()
    piece = newest(session)
    assert stranger.goto(piece.address).status == 404  # type: ignore[union-attr]
    assert not any(showing(session.url, piece, SEARCHED).values())

    session.sign_in(desk, "editor", to="/workspace/queue/")
    approve(session, desk)
    approved = time.monotonic()
    while not all((found := showing(session.url, piece, SEARCHED)).values()):
        assert time.monotonic() - approved < VISIBLE_WITHIN, found
        time.sleep(0.1)

    assert stranger.goto(piece.address).status == 200  # type: ignore[union-attr]
    picture = stranger.locator(f"main img[alt='{ALT_TEXT}']")
    expect(picture).to_be_visible()
    source = picture.get_attribute("src") or ""
    assert_bare(session, source)

    phone.goto("/workspace/")
    phone.locator(f"#piece-{piece.id} details > summary").last.click()
    phone.locator(f"#piece-{piece.id} a[href$='/withdraw/']").click()
    phone.locator("main form button").first.click()
    phone.wait_for_url("**/workspace/")
    assert not any(showing(session.url, piece, SEARCHED).values())
    assert Visitor(session.url).get(source).status == 404


def test_the_public_finds_it_in_a_spelling_of_its_own(session: PortalSession, stranger: Page) -> None:
    stranger.goto("/km/")
    stranger.locator("main input[name=q]").first.fill(SEARCHED)
    stranger.keyboard.press("Enter")
    stranger.wait_for_url(f"**/km/search/?q={urllib.parse.quote(SEARCHED)}")
    expect(stranger.locator("main mark").first).to_be_visible()


def assert_bare(session: PortalSession, source: str) -> None:
    """The picture that the public gets tells nothing but its pixels."""
    answer = Visitor(session.url).get(source)
    assert answer.status == 200
    with Image.open(io.BytesIO(answer.body)) as served:
        assert not dict(served.getexif())
    assert b"A telephone" not in answer.body
