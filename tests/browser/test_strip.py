"""The strip on a member's own public page, in real Chromium with the portal's content security policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.portal_session import PortalSession
from tests.services.flow.public import HOME

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_member_sees_it_until_she_signs_out(session: PortalSession, browse: Callable[..., Page]) -> None:
    phone, reader = browse({"width": 360, "height": 740}), browse({"width": 360, "height": 740})
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    session.sign_in(phone, "officer")
    for page in (phone, reader):
        page.goto(f"/en/{HOME}")
    strip = phone.locator("aside.note")
    expect(strip.locator("a[href='/workspace/']")).to_be_visible()
    # In the language of her account, not in that of the page.
    expect(strip).to_have_attribute("lang", "km")
    expect(strip.get_by_role("link")).to_have_count(2)
    assert not violations(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    expect(reader.locator("aside.note")).to_have_count(0)
    assert not [url for url in asked if "/workspace/" in url]
    phone.context.clear_cookies(name="sessionid")
    phone.goto(f"/en/{HOME}")
    expect(strip).to_have_count(0)
