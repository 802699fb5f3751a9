"""A long article on a phone, in Chromium: every tap is counted, what is pasted comes in clean, nothing is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.axe import looks, put, violations
from tests.browser.conftest import PHONE, SLOW_4G
from tests.browser.keys import press, tab_to, write
from tests.browser.portal_session import PortalSession
from tests.browser.test_pasted_tables import GOOGLE, PASTE, WORD
from tests.browser.test_phone import HERE_AGAIN, KEPT, SAVED, Thumb

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NEW = "/workspace/article/"
TITLE = "វីដេអូមួយនាទីចំនួន ៦ ស្តីពីការគោរពស្ត្រី"
MOST_TAPS = 20
# The milliseconds until a small page is there.
ROUND = """async () => {
  const start = performance.now();
  await fetch("/workspace/", { method: "HEAD" });
  return performance.now() - start;
}"""
# As Word and Facebook write it to the clipboard, shortened.
WORD_LIST = """<html><body><!--StartFragment--><p class=MsoNormal style='color:red'>We have:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1'><![if !supportLists]><span>·<span>&nbsp; </span>
</span><![endif]>six looms</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1'><span>·<span>&nbsp; </span></span>two <b>kilns</b></p>
<p class=MsoNormal>Read
<a href="https://example.org/a?utm_source=word&amp;b=1"><span style='color:blue'>more</span></a>.</p>
<!--EndFragment--></body></html>"""
FACEBOOK = """<div dir="auto" style="font-family:inherit"><span>Come &amp; see</span> <img alt="x" src="https://f.test/t.png">
<a href="https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fsilk%3Ffbclid%3Dabc&amp;h=AT0">the silk</a>
</div><div dir="auto" onclick="alert(1)">Every day.<script>alert(2)</script></div>"""
GOOGLE_LIST = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-2"><ol style="margin:0">
<li dir="ltr" style="list-style:decimal"><p><span style="font-weight:700">Spin</span></p></li>
<li><p><span style="font-weight:400">Weave</span></p></li></ol></b>"""


@pytest.fixture
def phone(browse: Callable[..., Page]) -> Page:
    return browse(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"loom-{number}.jpg" for number in (1, 2, 3)]
    for number, path in enumerate(paths):
        Image.new("RGB", (600 + number, 400), "#5a1746").save(path)
    return paths


def body(session: PortalSession, title: str = TITLE) -> list[Any]:
    """The blocks of the newest draft of the article with this title."""
    rows = session.portal.query(
        "SELECT revision.content FROM wagtailcore_page page JOIN wagtailcore_revision revision"
        f" ON revision.id = page.latest_revision_id WHERE page.draft_title = '{title}'"
    )
    content = rows[0][0] if isinstance(rows[0][0], dict) else json.loads(rows[0][0])
    return json.loads(content["body"])


def test_a_long_article_takes_few_taps(session: PortalSession, slow_phone: Page, photos: list[Path]) -> None:
    phone, thumb = slow_phone, Thumb()
    session.sign_in(phone, "officer")
    thumb.tap(phone.locator(f"main a[href='{NEW}']").first)
    thumb.tap(phone.locator("input[name=title]"))
    assert phone.evaluate(ROUND) >= SLOW_4G["latency"]
    phone.keyboard.type(TITLE)
    # Before the scripts are there, Enter saves a draft; nobody types a title so fast.
    phone.wait_for_load_state("domcontentloaded")
    phone.keyboard.press("Enter")
    phone.keyboard.type("អ្នកចូលរួម ២០ នាក់ បានរៀនប្រើទូរស័ព្ទដៃ។")
    thumb.tap(phone.locator("[data-parts] textarea").first)
    phone.keyboard.type("នៅថ្ងៃទី ១០ ខែមិថុនា អ្នកចូលរួមបានជួបជុំគ្នា។")
    thumb.tap(phone.locator("[data-add=heading]"))
    phone.keyboard.type("អ្វីដែលយើងបានរៀន")
    thumb.tap(phone.locator("[data-add=text]"))
    phone.keyboard.type("យើងបានថត និងបង្ហាញ។")
    with phone.expect_file_chooser() as chooser:
        thumb.tap(phone.locator("[data-add=picture]"))
    chooser.value.set_files(photos[0])
    picture = phone.locator("[data-part]:has([data-pictures])")
    thumb.tap(picture.locator("input[name$=-alt_text]"))
    phone.keyboard.type("ដៃពីរកាន់ទូរស័ព្ទ")
    thumb.tap(picture.locator("label", has=phone.locator("input[value=none]")))
    thumb.tap(phone.locator("[data-add=table]"))
    phone.keyboard.type("ឆ្នាំ ២០១៦")
    for cell in ("អ្វីដែលបានសួរ", "ភាគរយ", "មានទូរស័ព្ទ", "៩៦", "មានអ៊ីនធឺណិត", "៤៨"):
        phone.keyboard.press("Enter")
        phone.keyboard.type(cell)
    thumb.tap(phone.locator("[data-add=quotation]"))
    phone.keyboard.type("យើងអាចធ្វើបាន។")
    expect(phone.locator("[data-said]")).to_contain_text(SAVED)
    thumb.tap(phone.locator("button[name=action][value=send]"))
    phone.wait_for_url("**/workspace/")
    expect(phone.locator(".alert.good")).to_be_visible()
    blocks = body(session)
    assert [block["type"] for block in blocks] == ["paragraph", "heading", "paragraph", "picture", "table", "quotation"]
    assert [row["values"] for row in blocks[4]["value"]["rows"]] == [["មានទូរស័ព្ទ", "៩៦"], ["មានអ៊ីនធឺណិត", "៤៨"]]
    assert thumb.taps <= MOST_TAPS
    print(f"\nphone: {thumb.taps} taps for a long article")


def test_it_comes_back_after_a_lost_connection(session: PortalSession, phone: Page, photos: list[Path]) -> None:
    session.sign_in(phone, "officer", to=NEW)
    phone.locator("input[name=title]").fill("Six looms")
    phone.context.set_offline(True)
    phone.locator("[data-add=heading]").tap()
    phone.keyboard.type("The looms")
    with phone.expect_file_chooser() as chooser:
        phone.locator("[data-add=picture]").tap()
    chooser.value.set_files(photos)
    expect(phone.locator("[data-part] [data-shown]")).to_have_count(3)
    phone.locator("[data-move=up]").last.tap()
    expect(phone.locator("[data-said]")).to_contain_text(KEPT)
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(NEW)
    expect(phone.locator("[data-said]")).to_contain_text(HERE_AGAIN)
    expect(phone.locator("[data-part] [data-shown]")).to_have_count(3)
    expect(phone.locator("[data-parts] input[name$='-text']")).to_have_value("The looms")
    expect(phone.locator("[data-said]")).to_contain_text(SAVED)
    # All three have arrived, one after the other.
    expect(phone.locator("[data-part] input[name$='-photo']:not([value=''])")).to_have_count(3)
    phone.locator("button[name=action][value=preview]").tap()
    expect(phone.locator("aside.note")).to_be_visible()
    blocks = body(session, "Six looms")
    assert [block["type"] for block in blocks] == ["heading", "picture", "picture", "picture"]
    phone.locator("aside.note a").tap()
    expect(phone.locator("[data-part] [data-shown]")).to_have_count(3)


def test_what_is_pasted_comes_in_clean(session: PortalSession, phone: Page) -> None:
    session.sign_in(phone, "officer", to=NEW)
    phone.locator("input[name=title]").fill("Pasted")
    for number, html in enumerate((WORD, GOOGLE, WORD_LIST, FACEBOOK, GOOGLE_LIST)):
        if number:
            phone.locator("[data-add=text]").tap()
        phone.locator("[data-parts] textarea").last.evaluate(PASTE, html)
    phone.locator("button[name=action][value=draft]").tap()
    phone.wait_for_url("**/workspace/")
    blocks = [
        re.sub(' data-block-key="[^"]*"', "", block["value"]) if block["type"] == "paragraph" else block["type"]
        for block in body(session, "Pasted")
    ]
    assert blocks == [
        "<p>We counted <b>twice</b>.</p>",
        "table",
        "<p>Thanks to all.</p>",
        "<p>We counted twice.</p>",
        "table",
        "<p>Thanks to all.</p>",
        "<p>We have:</p><ul><li>six looms</li><li>two <b>kilns</b></li></ul>"
        '<p>Read <a href="https://example.org/a?b=1">more</a>.</p>',
        '<p>Come &amp; see <a href="https://example.org/silk">the silk</a></p><p>Every day.</p>',
        "<ol><li><b>Spin</b></li><li>Weave</li></ol>",
    ]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_it_is_written_by_keyboard_alone(session: PortalSession, browse: Callable[..., Page], scripts: bool) -> None:
    page = browse(PHONE, locale="en", java_script_enabled=scripts)
    session.sign_in(page, "officer", to=NEW)
    title = f"By keys {'with' if scripts else 'without'} scripts"
    write(page, "input[name=title]", title)
    write(page, "[data-parts] textarea", "We weave.")
    press(page, "[data-add=heading]")
    page.wait_for_selector("[data-part]:nth-child(2)")
    write(page, "[data-part]:nth-child(2) input[name$='-text']", "Looms")
    tab_to(page, "[data-add=table]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-part]:nth-child(3)")
    write(page, "[data-part]:nth-child(3) thead input", "Year")
    write(page, "[data-part]:nth-child(3) tbody input", "2026")
    press(page, "[data-part]:nth-child(3) [data-move=up]")
    page.wait_for_selector("[data-part]:nth-child(2) table")
    press(page, "button[name=action][value=send]")
    page.wait_for_url("**/workspace/")
    assert [block["type"] for block in body(session, title)] == ["paragraph", "table", "heading"]


@pytest.mark.parametrize("language", ["en", "km"])
def test_it_is_accessible(session: PortalSession, browse: Callable[..., Page], language: str) -> None:
    page = browse(PHONE)
    session.sign_in(page, "officer", to=NEW)
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"header button[name=language][value={language}]").click()
        page.wait_for_selector(f"html[lang={language}]")
    for kind in ("heading", "picture", "quotation", "table", "list", "video", "document"):
        page.locator(f"[data-add={kind}]").evaluate("(button) => button.click()")
    page.locator("[data-remove]").last.click()
    for width, mode in looks():
        put(page, width, mode)
        assert violations(page) == [], (language, width, mode)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, width, mode)
    page.evaluate("localStorage.clear()")
