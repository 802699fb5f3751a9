"""Every kind of page of the demo, the workspace's too, in both languages: rules of accessibility, room and letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.axe import looks, put, violations
from tests.browser.khmer_typography import language_faults, typography_faults
from tests.browser.test_pages import overflow
from tools.kinds import KINDS, LANGUAGES
from tools.visitor import Visitor

# The demo is set up before the first of them.
pytestmark = [pytest.mark.drill, pytest.mark.browser, pytest.mark.timeout(1800)]

NARROWEST = {"width": 320, "height": 640}
# A window of 1280 by 900 pixels, its page made twice as large (WCAG 2.2, success criterion 1.4.4).
ZOOMED = {"width": 640, "height": 450}
LEAST, MAIN = 24, 44  # pixels: every target, and what is there to be touched (a small button has 40)
CONTROLS = (
    "nav.nav a, .tabs a, .tools a, .tools button, .pages a, .button:not(.small), summary, select, .leave, .search input"
)
# People of the demo, who have one name for all languages.
NAMES = r"Editor [AB]|[\w’ ]+: (?:officer|manager)"
SMALL = """([controls, least, main]) => {
  const seen = e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".unseen");
  const told = (e, box) => `${e.outerHTML.slice(0, 120)}: ${Math.round(box.width)} by ${Math.round(box.height)}`;
  const small = [];
  for (const e of document.querySelectorAll(controls)) {
    const box = e.getBoundingClientRect();
    if (seen(e) && box.height < main) small.push(told(e, box));
  }
  for (const e of document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary")) {
    const box = (e.closest("label") || e).getBoundingClientRect();
    if (seen(e) && Math.min(box.width, box.height) < least) small.push(told(e, box));
  }
  return [...new Set(small)];
}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page(demo: Visitor, kind: str, language: str) -> None:
    with demo.window(kind, language) as context:
        page = context.new_page()
        demo.open(page, kind, language)
        assert page.locator("html").get_attribute("lang") == language
        found = [f"at {width}, {mode}: {fault}" for width, mode in looks() for fault in seen_at(page, width, mode)]
        found += sideways_scrolling(page) + typography_faults(page) + language_faults(page, NAMES)
    assert not found, "\n".join(found)


def seen_at(page: Page, width: int, mode: str) -> list[str]:
    put(page, width, mode)
    return violations(page) + [f"too small: {each}" for each in page.evaluate(SMALL, [CONTROLS, LEAST, MAIN])]


def sideways_scrolling(page: Page) -> list[str]:
    """Return what makes the page scroll sideways, on the narrowest phone and made twice as large."""
    found = []
    for size in (NARROWEST, ZOOMED):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"at {size['width']}: {fault}" for fault in overflow(page)]
    return found
