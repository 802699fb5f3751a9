"""A page translated sentence by sentence on a small phone: each tap is counted, and what is typed saves itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PHONE
from tests.browser.portal_session import PortalSession
from tests.browser.test_pages import overflow

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_TAPS = 15
SENTENCES = 12
# An article of the officer's organization in English, public, of twelve sentences; one has a link.
PIECE = """
from accounts.models import User
from tests.factories import make_page
officer = User.objects.get(email="officer@example.org")
User.objects.filter(pk=officer.pk).update(language="km")
sentences = [f"Sentence number {n} tells of the looms." for n in range(9)]
text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
text += '<p>Read <a href="https://example.org/looms">this report</a> too.</p>'
membership = officer.memberships.select_related("organization").get()
body = [{"type": "paragraph", "value": text}]
page = make_page(
    "article", membership.organization, live=True, owner=officer, title="Twelve looms", summary="Looms.", body=body
)
print("page", page.pk)
"""
KHMER = "កីត្បាញមានចំនួន"


@pytest.fixture
def phone(browse: Callable[..., Page]) -> Page:
    return browse(PHONE, has_touch=True, is_mobile=True)


def test_twelve_sentences_are_translated_and_sent_in_15_taps_beside_typing(phone: Page, session: PortalSession) -> None:
    page_id = session.portal.python(PIECE).split()[-1]
    session.sign_in(phone, "officer", f"/workspace/piece/{page_id}/")
    taps = 0
    phone.locator("form[action$='/translate/'] button").first.tap()
    taps += 1
    phone.wait_for_url("**/sentences/")
    boxes = phone.locator("textarea")
    assert boxes.count() == SENTENCES
    assert not violations(phone)
    assert not overflow(phone)
    send = phone.locator("button[name=send]")
    for number in range(SENTENCES):
        boxes.nth(number).tap()
        taps += 1
        expect(send).to_be_disabled()
        phone.keyboard.type(f"{KHMER} {number}។")
        if chip := phone.locator(".sentence").nth(number).locator("button.chip").all():
            chip[0].tap()
            taps += 1
    expect(phone.locator("[data-said]")).not_to_be_empty()
    assert "[1: this report]" in boxes.last.input_value()
    expect(send).to_be_enabled()
    assert not violations(phone)
    send.tap()
    taps += 1
    phone.wait_for_url(re.compile(r"/workspace/$"))
    assert taps <= MOST_TAPS
    sent = session.portal.query("SELECT title FROM moderation_submission ORDER BY id DESC LIMIT 1")
    assert sent == [(f"{KHMER} 0។",)]


def test_a_box_saves_itself_and_a_problem_stands_beside_it(phone: Page, session: PortalSession) -> None:
    page_id = session.portal.python(PIECE).split()[-1]
    session.sign_in(phone, "officer", f"/workspace/piece/{page_id}/")
    phone.locator("form[action$='/translate/'] button").first.tap()
    phone.wait_for_url("**/sentences/")
    first, last = phone.locator("textarea").first, phone.locator("textarea").last
    first.fill(KHMER)
    last.fill("no link")
    first.tap()
    expect(last).to_have_attribute("aria-invalid", "")
    expect(phone.locator(".sentence .error")).to_have_count(1)
    phone.reload()
    kept = phone.locator(".sentence.done textarea")
    expect(kept).to_have_count(1)
    expect(kept).to_have_value(KHMER)
