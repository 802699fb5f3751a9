"""A reader's ways by keyboard alone, with scripts and without: search, help, months, report, follow, join, leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE, PHONE
from tests.browser.keys import press, tab_to, write
from tests.browser.portal_session import PortalSession
from tests.services.flow.public import HOME

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ELSEWHERE = "https://www.google.com/"
SENSITIVE, REPORT = f"/en/{HOME}a-lawyer/", "a[href*='/report/']"
LAWYER = f"""
from orgs.models import Organization
from tests.factories import drain_outbox, make_page
weavers = Organization.objects.get(slug={HOME.split("/")[1]!r})
make_page("help", weavers, slug="a-lawyer", title="A lawyer calls", live=True)
drain_outbox()
"""


@pytest.fixture(scope="module", autouse=True)
def lawyer(embedded_session: PortalSession) -> None:
    embedded_session.portal.python(LAWYER)


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request: pytest.FixtureRequest, browse: Callable[..., Page]) -> Page:
    return browse(PHONE, locale="en", java_script_enabled=request.param)


def test_words_are_searched_and_what_is_found_is_narrowed(page: Page) -> None:
    page.goto("/en/")
    press(page, ".skip")
    write(page, "input[name=q]", "women")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=women")
    press(page, ".filter > summary")
    press(page, ".facet a")
    page.wait_for_url("**/en/search/?*&*")
    expect(page.locator("main input[name=q]")).to_have_value("women")
    press(page, ".items h3 a")
    expect(page.locator("article")).not_to_have_count(0)


def test_help_is_found_and_called(page: Page) -> None:
    page.goto("/en/")
    press(page, ".nav a[href='/en/help/']")
    page.wait_for_url("**/en/help/")
    press(page, "a[href='?kind=law']")
    page.wait_for_url("**?kind=law")
    press(page, "article h3 a[href$='/a-lawyer/']")
    page.wait_for_url(f"**{SENSITIVE}")
    tab_to(page, "main a[href^='tel:']")


def test_a_page_is_reported(page: Page) -> None:
    page.goto(f"/en/{HOME}six-looms/")
    press(page, REPORT)
    page.wait_for_url("**/report/*/")
    press(page, "main input[type=radio]", "Space")
    write(page, "main textarea", "The number is an old one.")
    press(page, "main form button")
    # The first of the subjects is danger: the reader is led to whom to call.
    page.wait_for_url("**/help/?kind=urgent&reported=1")


def test_months_are_leafed_through_and_an_event_is_read(page: Page) -> None:
    page.goto("/en/events/")
    press(page, "main a[href$='/events/month/']")
    page.wait_for_url("**/events/month/")
    while not page.locator(".month li a").count():
        at = page.url
        press(page, "main a[rel=next]")
        page.wait_for_url(lambda url, at=at: url != at)
    press(page, ".month li a")
    expect(page.locator("article .data time").first).to_be_visible()


def test_an_organization_asks_to_join(page: Page, session: PortalSession) -> None:
    page.goto("/en/")
    press(page, "footer a[href='/en/join/']")
    page.wait_for_url("**/en/join/")
    words = {"name": "Kampot Salt", "about": "We harvest salt.", "contact": "Sok", "email": "salt@example.org"}
    for name, text in words.items():
        write(page, f"main [name={name}]", text)
    press(page, "main form button")
    page.wait_for_url("**/join/thank-you/")


def test_an_organization_is_followed(page: Page) -> None:
    page.goto(f"/en/{HOME}")
    press(page, "main a[href*='/follow/']")
    page.wait_for_url("**/follow/?*")
    write(page, "main input[name=email]", "keys@example.org")
    press(page, "main form button")
    page.wait_for_url("**/follow/asked/")


@pytest.fixture
def on_the_way(chromium: Browser, session: PortalSession) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a window in which the harmless page elsewhere is answered by the test."""
    opened = []

    def window(**options: bool) -> BrowserContext:
        context = chromium.new_context(base_url=session.url, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="Elsewhere", content_type="text/html"))
        opened.append(context)
        return context

    yield window
    for context in opened:
        context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_one_leaves_by_key_and_the_referrer_says_nothing(
    on_the_way: Callable[..., BrowserContext], scripts: bool
) -> None:
    page = on_the_way(java_script_enabled=scripts).new_page()
    page.goto(SENSITIVE)
    with page.expect_request(ELSEWHERE) as asked:
        press(page, ".leave")
    page.wait_for_url(ELSEWHERE)
    assert "referer" not in asked.value.all_headers()


def test_the_way_back_does_not_show_what_was_left(on_the_way: Callable[..., BrowserContext]) -> None:
    page = on_the_way().new_page()
    page.goto("/en/")
    page.goto("/en/help/?kind=law")
    page.locator("article h3 a[href$='/a-lawyer/']").click()
    page.wait_for_url(f"**{SENSITIVE}")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(ELSEWHERE)
    # The page before it has the button too: it is not shown either, but left again.
    page.go_back(wait_until="commit")
    page.wait_for_url(ELSEWHERE)
    page.go_back(wait_until="commit")
    page.wait_for_url("**/en/")
    # Whoever comes on purpose reads it.
    page.goto(SENSITIVE)
    expect(page.locator("h1")).to_be_visible()
    assert SENSITIVE in page.url


@pytest.mark.parametrize("language", ["en", "km"])
def test_without_internet_one_page_says_what_to_do(on_the_way: Callable[..., BrowserContext], language: str) -> None:
    context = on_the_way()
    page = context.new_page()
    page.goto(f"/{language}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    heading = page.request.get(f"/{language}/offline/").text().partition("<h1>")[2].partition("</h1>")[0]
    context.set_offline(True)
    page.goto(f"/{language}/topics/")
    expect(page.locator("h1")).to_have_text(heading)
    assert page.evaluate("document.fonts.ready.then(() => getComputedStyle(document.body).fontFamily)").startswith(
        '"Neary'
    )
    context.set_offline(False)
    page.reload()
    expect(page.locator("h1")).not_to_have_text(heading)
