"""Every kind of public page, in both languages, on a small phone, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal_session import PortalSession
from tests.services.flow.public import HOME, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LANGUAGES = {"en": "km", "km": "en"}
NARROWEST = {"width": 320, "height": 640}  # pixels; WCAG 2.2, success criterion 1.4.10
PHONE = {"width": 360, "height": 740}
# What stands in the header with nothing but itself: the way to the same page in the other language.
SWITCH = "header a[hreflang]"


@pytest.fixture
def plain(browse: Callable[..., Page]) -> Page:
    """A window in which no script runs."""
    return browse(java_script_enabled=False)


OVERFLOW = """() => {
    const root = document.documentElement, width = root.clientWidth;
    if (root.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(
        e => e.getBoundingClientRect().right > width + 1 && !e.closest(".nav ul, .tabs ul, .table table"));
    return [`page: ${root.scrollWidth - width}`].concat(wide.slice(0, 5).map(
        e => `${e.tagName} ${e.className}: ${Math.round(e.getBoundingClientRect().right - width)}`));
}"""


def overflow(page: Page) -> list[str]:
    """Return what makes a page wider than its window, by tag, class and the pixels it is too wide."""
    return page.evaluate(OVERFLOW)


def faults(page: Page, language: str, kind: str) -> list[str]:
    """Return the faults of the page that is shown."""
    found = []
    if page.locator("html").get_attribute("lang") != language:
        found.append("another language")
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"{headings} headings of the first order")
    if not page.locator("main").inner_text().strip():
        found.append("nothing to read")
    for size in (NARROWEST, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"at {size['width']}: {what}" for what in overflow(page)]
    return [f"{kind} ({language}): {what}" for what in found]


@pytest.mark.parametrize(
    ("language", "step"),
    [pytest.param("km", 4, id="every fourth"), *(pytest.param(language, 1, id=language) for language in LANGUAGES)],
)
def test_public_pages_fit_a_small_phone_and_need_no_scripts(plain: Page, language: str, step: int) -> None:
    found = []
    for kind, path in islice(PAGES.items(), 0, None, step):
        answer = plain.goto(f"/{language}/{path}")
        assert answer
        expected = 404 if kind == "nothing there" else 200
        if answer.status != expected:
            found.append(f"{kind} ({language}): {answer.status}")
        found += faults(plain, language, kind)
    assert not found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_of_language_stays_on_the_same_page(plain: Page, language: str) -> None:
    other, language_faults = LANGUAGES[language], []
    for kind, path in PAGES.items():
        if kind == "nothing there":
            continue
        plain.goto(f"/{language}/{path}")
        target = plain.locator(SWITCH).first.get_attribute("href")
        if target != f"/{other}/{path}":
            language_faults.append((kind, target))
    assert not language_faults
    plain.goto(f"/{language}/{PAGES['article']}")
    plain.locator(SWITCH).first.click()
    expect(plain.locator("html")).to_have_attribute("lang", other)
    assert plain.url.endswith(f"/{other}/{PAGES['article']}")


def test_what_is_written_in_one_language_says_so_in_the_other(plain: Page) -> None:
    plain.goto(f"/km/{HOME}only-in-khmer/")
    plain.locator(SWITCH).first.click()
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    assert "/en/translations/" in plain.url
    plain.locator("main a[href$='/only-in-khmer/']").first.click()
    plain.wait_for_url(f"**/km/{HOME}only-in-khmer/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_leads_on(plain: Page, language: str) -> None:
    answer = plain.goto(f"/{language}/{HOME}no-such-page/")
    assert answer and answer.status == 404
    plain.locator("main input[name=q]").fill("silk")
    plain.locator("main form[role=search] button:not([formaction])").click()  # the other one asks for suggestions
    plain.wait_for_url(f"**/{language}/search/?q=silk")
    plain.goto(f"/{language}/no-such-page/")
    for link in plain.locator("main a").all():
        assert plain.request.get(link.get_attribute("href") or "").status == 200


def test_pages_for_programs_and_people_at_the_door_ask_nobody_else(phone: Page, session: PortalSession) -> None:
    """With scripts: the description of the API is one of the few pages that have any."""
    for path in ("/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/api/v1/docs", "/en/"):
        answer = phone.goto(path, wait_until="networkidle")
        assert answer and answer.status == 200, path


def test_on_paper_stands_what_is_read_and_nothing_to_press(plain: Page) -> None:
    plain.goto(f"/en/{PAGES['article']}")
    plain.emulate_media(media="print", color_scheme="dark")
    expect(plain.locator("h1")).to_be_visible()
    expect(plain.locator("article .prose")).to_be_visible()
    for selector in (".nav", ".tools", ".rail", ".share", ".foot"):
        expect(plain.locator(selector).first).to_be_hidden()
    colours = """[...document.querySelectorAll("main *")].map(e => (
        ({color, backgroundColor}) => color + backgroundColor)(getComputedStyle(e)))"""
    by_night = plain.evaluate(colours)
    plain.emulate_media(media="print", color_scheme="light")
    assert plain.evaluate(colours) == by_night
    assert plain.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert plain.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
