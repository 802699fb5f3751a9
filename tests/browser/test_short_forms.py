"""Longer short forms on a phone: every tap beside typing is counted; by keyboard and without a script too."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests.assets.files import text_pdf
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE
from tests.browser.keys import press, tab_to, write
from tests.browser.portal_session import PortalSession
from tests.browser.test_phone import SAVED, Thumb

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_TAPS = {"publication": 8, "help": 10, "event": 15}
FIRST_LINE = "What women traders earn"


@pytest.fixture
def phone(browse: Callable[..., Page]) -> Page:
    return browse(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "traders.pdf"
    file.write_bytes(text_pdf(FIRST_LINE, "We asked two hundred women who sell at markets."))
    return file


def sent(session: PortalSession, table: str, title: str) -> int:
    return session.portal.query(
        f"SELECT count(*) FROM {table} page JOIN moderation_submission sent"
        " ON sent.page_id = page.orgcontentpage_ptr_id"
        f" JOIN wagtailcore_page base ON base.id = sent.page_id WHERE base.title LIKE '{title}%'"
    )[0][0]


def looks_right(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (PHONE["width"], DESK["width"]):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def test_a_report_takes_few_taps(session: PortalSession, slow_phone: Page, report: Path) -> None:
    phone, thumb = slow_phone, Thumb()
    names = "(slug, name_en, name_km) VALUES ('senate', 'Senate', 'ព្រឹទ្ធសភា')"
    session.portal.execute(f"INSERT INTO vocabulary_institution {names}")
    session.sign_in(phone, "officer")
    thumb.tap(phone.locator("main a[href='/workspace/publication/']").first)
    # The browser's own button has its words in the language of the browser.
    expect(phone.locator("[data-pick] > .button")).to_have_text(re.compile("Choose a file|ជ្រើសរើស"))
    with phone.expect_file_chooser() as chooser:
        thumb.tap(phone.locator("input[name=upload]"))
    chooser.value.set_files(report)
    expect(phone.locator("input[name=title]")).to_have_value(FIRST_LINE)
    expect(phone.locator("input[name=language][value=en]")).to_be_checked()
    expect(phone.locator("[data-read]")).to_be_visible()
    thumb.tap(phone.locator("textarea[name=findings]"))
    phone.keyboard.type("Few women have a stall of their own.")
    thumb.tap(phone.locator("input[name=recommendations-0-text]"))
    phone.keyboard.type("Lower the fee for a stall.")
    # A tap opens the list, and one chooses.
    phone.locator("select[name=recommendations-0-institution]").select_option(index=1)
    thumb.taps += 2
    expect(phone.locator("[data-said]")).to_contain_text(SAVED)
    looks_right(phone)
    thumb.tap(phone.locator("button[value=send]"))
    phone.wait_for_url("**/workspace/")
    expect(phone.locator(".alert.good")).to_be_visible()
    assert thumb.taps <= MOST_TAPS["publication"]
    print(f"\npublication: {thumb.taps} taps")
    assert sent(session, "blog_publicationpage", FIRST_LINE) == 1


def test_a_help_service_takes_few_taps(session: PortalSession, slow_phone: Page) -> None:
    phone, thumb = slow_phone, Thumb()
    session.sign_in(phone, "officer")
    thumb.tap(phone.locator("main a[href='/workspace/help-service/']").first)
    for box, words in (("title", "Advice on the law"), ("phone", "012 000 101"), ("hours", "8 - 17")):
        thumb.tap(phone.locator(f"input[name={box}]"))
        phone.keyboard.type(words)
    # A tap opens the list, and one chooses.
    phone.locator("select[name=kind]").select_option("law")
    thumb.taps += 2
    thumb.tap(phone.locator("textarea[name=what_happens]"))
    phone.keyboard.type("You speak to a lawyer.")
    expect(phone.locator("[data-said]")).to_contain_text(SAVED)
    looks_right(phone)
    thumb.tap(phone.locator("button[value=send]"))
    phone.wait_for_url("**/workspace/")
    expect(phone.locator(".alert.good")).to_be_visible()
    assert thumb.taps <= MOST_TAPS["help"]
    print(f"\nhelp service: {thumb.taps} taps")
    assert sent(session, "help_services_helpservicepage", "Advice on the law") == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_help_service_by_keyboard_alone(session: PortalSession, browse: Callable[..., Page], scripts: bool) -> None:
    page = browse(PHONE, locale="en", java_script_enabled=scripts)
    title = f"Help by keyboard {'with' if scripts else 'without'}"
    session.sign_in(page, "officer", to="/workspace/help-service/")
    write(page, "input[name=title]", title)
    tab_to(page, "select[name=kind]")
    page.keyboard.press("ArrowDown")
    write(page, "input[name=phone]", "012 000 101")
    press(page, "input[name=is_always_open]", "Space")
    press(page, "button[name=action][value=send]")
    page.wait_for_url("**/workspace/")
    assert sent(session, "help_services_helpservicepage", title) == 1


def test_an_event_with_its_programme_takes_few_taps(session: PortalSession, slow_phone: Page) -> None:
    phone, thumb = slow_phone, Thumb()
    session.sign_in(phone, "officer")
    thumb.tap(phone.locator("main a[href='/workspace/event/']").first)
    day = f"05/12/{timezone.localdate().year + 1}"
    words = {"title": "Open looms", "starts_at": f"{day} 08:30", "ends_at": f"{day} 11:30", "venue": "The loom house"}
    for box, text in words.items():
        thumb.tap(phone.locator(f"input[name={box}]"))
        phone.keyboard.type(text)
    thumb.tap(phone.locator("textarea[name=about]"))
    phone.keyboard.type("We show our looms.")
    thumb.tap(phone.locator("input[name=programme-0-time]"))
    phone.keyboard.type("8:30")
    thumb.tap(phone.locator("input[name=programme-0-what]"))
    phone.keyboard.type("Welcome")
    thumb.tap(phone.locator("[data-rows=programme] [data-more]"))
    # The cursor is in the new row already.
    expect(phone.locator("input[name=programme-1-time]")).to_be_focused()
    phone.keyboard.type("9:00")
    thumb.tap(phone.locator("input[name=programme-1-what]"))
    phone.keyboard.type("Looms")
    phone.locator("select[name=place]").select_option(index=1)
    thumb.taps += 2
    expect(phone.locator("[data-said]")).to_contain_text(SAVED)
    for step in phone.locator("details.step > summary").all():
        step.click()
    looks_right(phone)
    thumb.tap(phone.locator("button[value=send]"))
    phone.wait_for_url("**/workspace/")
    expect(phone.locator(".alert.good")).to_be_visible()
    assert thumb.taps <= MOST_TAPS["event"]
    print(f"\nevent: {thumb.taps} taps")
    assert sent(session, "events_eventpage", "Open looms") == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_event_by_keyboard_alone(session: PortalSession, browse: Callable[..., Page], scripts: bool) -> None:
    page = browse(PHONE, locale="en", java_script_enabled=scripts)
    title = f"Event by keyboard {'with' if scripts else 'without'}"
    day = f"05/12/{timezone.localdate().year + 1}"
    session.sign_in(page, "officer", to="/workspace/event/")
    for box, text in {"title": title, "starts_at": f"{day} 08:30", "ends_at": f"{day} 11:30"}.items():
        write(page, f"input[name={box}]", text)
    write(page, "textarea[name=about]", "We show our looms.")
    write(page, "input[name=programme-0-time]", "8:30")
    write(page, "input[name=programme-0-what]", "Welcome")
    press(page, "button[value='more:programme']")
    expect(page.locator("input[name=programme-1-time]")).to_be_visible()
    write(page, "input[name=programme-1-time]", "9:00")
    write(page, "input[name=programme-1-what]", "Looms")
    press(page, "button[name=action][value=send]")
    page.wait_for_url("**/workspace/")
    assert sent(session, "events_eventpage", title) == 1


def test_rows_come_and_go_and_a_stopped_file_leaves_nothing(session: PortalSession, phone: Page, report: Path) -> None:
    session.sign_in(phone, "officer", to="/workspace/publication/")
    rows = phone.locator("[data-row]")
    phone.locator("[data-more]").tap()
    expect(phone.locator("input[name=recommendations-1-text]")).to_be_focused()
    phone.locator("input[name=recommendations-1-text]").fill("Build a roof.")
    phone.locator("[data-less]").first.tap()
    expect(rows).to_have_count(1)
    phone.locator("input[name=title]").fill("Two rows")
    phone.reload()
    # What is kept on this phone comes back with its rows.
    expect(phone.locator("input[name=recommendations-1-text]")).to_have_value("Build a roof.")
    phone.context.set_offline(True)
    phone.locator("input[name=upload]").set_input_files(report)
    expect(phone.locator("[data-how-far]")).to_contain_text(re.compile("line is back|អ៊ីនធឺណិតវិញ"))
    phone.context.set_offline(False)
    expect(phone.locator("input[name=document]")).to_have_value(re.compile(r"\d"))
    phone.locator("button[value=draft]").tap()
    phone.wait_for_url("**/workspace/**")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_report_by_keyboard_alone(
    session: PortalSession, browse: Callable[..., Page], report: Path, scripts: bool
) -> None:
    page = browse(PHONE, locale="en", java_script_enabled=scripts)
    title = f"By keyboard {'with' if scripts else 'without'}"
    session.sign_in(page, "officer", to="/workspace/publication/")
    page.locator("input[name=upload]").set_input_files(report)
    if scripts:
        expect(page.locator("[data-read]")).to_be_visible()
    else:
        press(page, "button[value=read]")
        expect(page.locator("input[name=title]")).to_have_value(FIRST_LINE)
        press(page, "button[value='more:recommendations']")
        expect(page.locator("input[name=recommendations-1-text]")).to_be_visible()
    page.locator("input[name=title]").fill("")
    write(page, "input[name=title]", title)
    press(page, "button[name=action][value=send]")
    page.wait_for_url("**/workspace/")
    assert sent(session, "blog_publicationpage", title) == 1


GAPS = """(place) => {
  window.told = [performance.now()];
  new MutationObserver(() => window.told.push(performance.now()))
    .observe(place, { characterData: true, childList: true, subtree: true });
}"""


def test_an_upload_is_never_silent(session: PortalSession, browse: Callable[..., Page], tmp_path: Path) -> None:
    page = browse(PHONE, locale="en")
    session.sign_in(page, "officer", to="/workspace/article/")
    page.locator("input[name=title]").fill("A slow line")
    page.locator("[data-add=document]").click()
    file = tmp_path / "minutes.pdf"
    file.write_bytes(b"%PDF-1.4\n" + b"% padding\n" * 60_000 + b"%%EOF\n")
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": 100_000, "uploadThroughput": 100_000}
    line.send("Network.emulateNetworkConditions", slow)
    told = page.locator("[data-parts] [data-weight]")
    told.evaluate(GAPS)
    page.locator("[data-parts] input[name$='-file']").set_input_files(file)
    expect(told).to_have_text(re.compile(r"[០-៩]\.[០-៩] ក្នុង ០\.៦|\d\.\d of 0\.6"), timeout=15_000)
    expect(page.locator("[data-said]")).to_contain_text(SAVED, timeout=30_000)
    times = page.evaluate("[...window.told, performance.now()]")
    # The first three seconds are the pause in which she may type on.
    gaps = [after - before for before, after in pairwise(times[1:])]
    print(f"\nsilent for {max(gaps[1:]):.0f} ms at most, told {len(times)} times")
    assert len(times) > 8 and max(gaps[1:]) < 2000


def refusing(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body="<p>no</p>")


def test_a_refusal_is_not_called_a_broken_line(session: PortalSession, browse: Callable[..., Page]) -> None:
    page = browse(PHONE, locale="en")
    session.sign_in(page, "officer", to="/workspace/post/")
    page.locator("textarea[name=text]").fill("Six looms came to our house.")
    foot = page.locator("[data-foot]")
    for status, words in ((413, "tooLarge"), (403, "failed")):
        page.route("**/workspace/post/", refusing(status))
        page.locator("button[value=send]").click()
        expect(foot).to_have_text(page.locator("form.post").evaluate(f"(form) => form.dataset.{words}"))
        page.unroute("**/workspace/post/")
    page.route("**/workspace/post/", lambda route: route.abort())
    page.locator("button[value=send]").click()
    expect(foot).to_have_text(page.locator("form.post").evaluate("(form) => form.dataset.unsent"))
    page.unroute("**/workspace/post/")
    page.locator("button[value=send]").click()
    page.wait_for_url("**/workspace/")


def test_the_forms_are_accessible_in_english(session: PortalSession, browse: Callable[..., Page]) -> None:
    page = browse(PHONE)
    session.sign_in(page, "officer", to="/workspace/publication/")
    if page.locator("html").get_attribute("lang") != "en":
        page.locator("header button[name=language][value=en]").click()
        page.wait_for_selector("html[lang=en]")
    for form in ("publication", "help-service", "event", "post"):
        page.goto(f"/workspace/{form}/")
        for summary in page.locator("main details > summary").all():
            summary.click()
        looks_right(page)
    page.evaluate("localStorage.clear()")


def test_a_document_goes_into_its_row_at_once(session: PortalSession, phone: Page, report: Path) -> None:
    session.sign_in(phone, "officer", to="/workspace/event/")
    phone.locator("input[name=title]").fill("With materials")
    for summary in phone.locator("details.step > summary").all():
        summary.click()
    phone.locator("input[name=new_material]").set_input_files(report)
    expect(phone.locator("select[name=materials-0-document]")).to_have_value(re.compile(r"\d"))
    expect(phone.locator("input[name=title]")).to_have_value("With materials")
    expect(phone.locator("div:has(> [data-rows=materials])")).to_be_focused()
    phone.evaluate("localStorage.clear()")
