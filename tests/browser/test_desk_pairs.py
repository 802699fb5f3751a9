"""Two languages on one page of the desk in real Chromium: whole on a phone, and no rule of accessibility broken."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from wagtail.models import Locale

from tests.accounts.sign_in_helpers import sign_in
from tests.browser.axe import looks, put, violations
from tests.browser.conftest import DESK
from tests.factories import make_page
from translations.segments import sentences_of
from translations.services import begin, keep
from translations.together import send_both

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

BODY = [{"type": "paragraph", "value": "<p>Seven looms came.</p><p>We weave silk.</p>"}]


def test_the_pages_of_a_pair_break_no_rule(
    chromium: Browser, live_server: Any, organization: Any, officer: Any, editor: Any
) -> None:
    page = make_page("article", organization, owner=officer, title="Looms", summary="Short.", body=BODY)
    translation = begin(page, Locale.objects.get(language_code="km"), officer)
    for sentence in sentences_of(translation):
        keep(translation, sentence.segment, "ស្ត្រីនៅតាមភូមិបានរៀនអំពីសិទ្ធិរបស់ខ្លួន", officer)
    original, twin = send_both(translation, officer)
    client = Client()
    sign_in(client, editor)
    context = chromium.new_context(viewport=DESK, base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    shown = context.new_page()
    addresses = [
        reverse("workspace:review", args=[twin.pk]),
        f"{reverse('workspace:queue')}?open={original.pk}",
        reverse("workspace:correct", args=[twin.pk]),
    ]
    try:
        found = []
        for address in addresses:
            shown.goto(address)
            for look in looks():
                put(shown, *look)
                found += violations(shown)
            shown.set_viewport_size({"width": 360, "height": 900})
            assert shown.evaluate("document.documentElement.scrollWidth") <= 360, address
        assert not found, "\n".join(found)
    finally:
        context.close()
