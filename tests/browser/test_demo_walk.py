"""The long walk: every address that a reader can reach in the demo, in both languages, at three widths."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.fault_collector import FaultCollector
from tests.browser.khmer_typography import language_faults, typography_faults
from tests.browser.test_pages import faults
from tools.visitor import Visitor

pytestmark = [pytest.mark.drill, pytest.mark.browser]

# More addresses than the demo has; a walk that does not end is a fault of its own.
MOST = 2_000
WIDE = {"width": 1280, "height": 900}
# Files and feeds are no pages; filters multiply one page without end.
NO_PAGES = ("/files/", "/documents/", "/workspace/", "/accounts/", "/admin/", "/static/", ".atom", ".json", ".ics")


def addresses(page: Page, own: str) -> set[str]:
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    parts = [urlsplit(link) for link in links]
    return {
        part.path
        for part in parts
        if part.netloc == own and not part.query and not any(word in part.path for word in NO_PAGES)
    }


@pytest.mark.timeout(1800)
def test_every_page_of_the_demo_can_be_read_on_every_screen(chromium: Browser, demo: Visitor) -> None:
    context = chromium.new_context(base_url=demo.url)
    context.set_default_timeout(30_000)
    collector, page = FaultCollector(context, demo.url), context.new_page()
    own, waiting, seen, found = urlsplit(demo.url).netloc, ["/en/", "/km/"], {"/en/", "/km/"}, []
    while waiting:
        path = waiting.pop()
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            found.append(f"{path}: {answer and answer.status}")
            continue
        found += faults(page, page.url.split("/")[3], path)
        found += [f"{path}: {fault}" for fault in typography_faults(page) + language_faults(page)]
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        fresh = addresses(page, own) - seen
        seen |= fresh
        waiting += sorted(fresh)
        assert len(seen) < MOST
    context.close()
    print(f"\n{len(seen)} addresses walked")
    assert len(seen) > 180, "The demo has more pages than that"
    assert not found, "\n".join(found[:50])
    assert not collector.faults, "\n".join(collector.faults[:50])


def test_the_walk_tells_what_is_missing(chromium: Browser) -> None:
    """A walk that sees no fault may be blind: a page that is too wide, with no heading, must be told."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_content("<main>too <b style='display:inline-block;width:900px'>wide</b></main>")
    assert faults(page, "en", "broken")
    context.close()
