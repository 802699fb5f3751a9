"""The press desk in real Chromium: its keys, which can be switched off, and no rule of accessibility broken."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, expect

from press.models import Item
from tests.accounts.sign_in_helpers import sign_in
from tests.browser.axe import looks, put, violations
from tests.browser.conftest import DESK
from tests.press.press_helpers import make_item, make_source

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

# Milliseconds after which a page takes keys that decide (desk-keys.js), and a little more.
SETTLED = 500


def test_an_editor_works_by_keys(chromium: Browser, live_server: Any, editor: Any, portal: Any) -> None:
    items = [make_item(make_source(f"Paper {n}"), f"A clinic in Battambang {n}") for n in range(3)]
    Item.objects.filter(pk__in=[each.pk for each in items[:2]]).update(story=items[0].pk)
    client = Client()
    sign_in(client, editor)
    context = chromium.new_context(viewport=DESK, base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    try:
        page.goto(reverse("workspace:press-item", args=[items[2].pk]))
        page.keyboard.press("j")
        expect(page.locator(".reading h2")).to_have_text("A clinic in Battambang 0")
        page.wait_for_timeout(SETTLED)
        page.keyboard.press("p")
        expect(page.locator(".undo")).to_contain_text("2 passed")
        page.keyboard.press("z")
        expect(page.locator(".alert.good")).to_have_text("2 items wait again.")
        page.keyboard.press("?")
        page.locator("#keys-on").uncheck()
        page.keyboard.press("p")
        expect(page.locator("h1")).to_have_text("3 items wait in 2 stories")
        page.locator("#keys-on").check()
        page.wait_for_timeout(SETTLED)
        page.keyboard.press("a")
        expect(page.locator(".alert.good")).to_contain_text("Taken: A clinic in Battambang")
        found = []
        for name in ("press-desk", "press-sources", "press-clippings"):
            for look in looks():
                put(page, *look)
                page.goto(reverse(f"workspace:{name}"))
                found += violations(page)
        assert not found, "\n".join(found)
    finally:
        context.close()
