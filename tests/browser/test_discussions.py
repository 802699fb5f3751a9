"""A stranger on a small phone reads, writes her first post and confirms after; in one language without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.portal_session import PortalSession
from tests.browser.test_pages import PHONE, faults
from tools.mails import text_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
MOST_TAPS = 8
BOARD = """
from discussions.models import Board, Participant
from discussions.services.posting import Written, open_thread
from discussions.services.publishing import publish_post
from orgs.models import Organization
if not Board.objects.exists():
    names = {"name_en": "Gender board", "name_km": "ក្តារពិភាក្សា"}
    sentences = {"description_en": "We ask each other.", "description_km": "យើងសួរគ្នា។"}
    owner = Organization.objects.programme()
    board = Board.objects.create(slug="gender", mail_name="gender", organization=owner, **names, **sentences)
    sokha = Participant.objects.create(email="sokha@readers.example.org", name="Sokha", language="en", state="active")
    publish_post(open_thread(board, "Night shifts", Written(sokha, "Sokha", "Who knows of a bus?")))
"""


@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("km", True)])
def test_a_stranger_reads_writes_and_confirms(
    browse: Callable[..., Page], session: PortalSession, language: str, scripts: bool
) -> None:
    page, hers = browse(java_script_enabled=scripts, viewport=PHONE), f"writer-{language}@example.org"
    found: list[str] = []
    taps = 0

    def look(kind: str) -> None:
        found.extend(faults(page, language, kind) + (violations(page) if scripts else []))

    def tap(selector: str) -> None:
        nonlocal taps
        taps += 1
        page.locator(selector).first.click()

    session.portal.python(BOARD)
    page.goto(f"/{language}/discussions/gender/")
    look("board")
    tap("article.talk h3 a")
    look("thread")
    # Into the first box; the others are reached by the keyboard's own key.
    tap("#answer a.button")
    look("answer-form")
    tap("textarea[name=text]")
    page.keyboard.type("What we saw in our commune.")
    page.locator("input[name=name]").fill(f"Reader {language}")
    page.locator("input[name=email]").fill(hers)
    tap("input[name=agrees]")
    tap("button[name=action][value=send]")
    page.wait_for_url("**/discussions/join/**")
    look("digits")
    letter = text_of(session.mail_to(hers, "/discussions/join/confirm/"))
    tap("input[name=digits]")
    page.keyboard.type(re.findall(r"^(\d{6})\s*$", letter, re.MULTILINE)[0])
    tap("main form button")
    page.wait_for_url(re.compile(r"/discussions/gender/\d+/"))
    look("thread")

    expect(page.locator("article.posting .state.waiting")).to_be_visible()
    expect(page.get_by_text("What we saw in our commune.")).to_be_visible()
    assert taps <= MOST_TAPS
    assert not found
