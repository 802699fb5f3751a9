"""Tables pasted from office programs, in real Chromium: into the full editor and into a short form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal_session import PortalSession
from tests.browser.test_full_editor import home_of_the_organization

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROWS = [["Village", "Women", "Men"], ["Prey Kabas", "12", "3"], ["Angkor Borei", "9", ""]]
# As the programs write them to the clipboard, shortened.
WORD = """<html xmlns:o="urn:microsoft"><head><style><!-- td {color:red} --></style></head><body>
<!--StartFragment--><p class=MsoNormal>We counted <b>twice</b>.<o:p></o:p></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'>
<td width=200><p class=MsoNormal>Village<o:p></o:p></p></td><td><p class=MsoNormal>Women<o:p></o:p></p></td>
<td><p class=MsoNormal><span lang=EN>Men</span><o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>Prey</p><p class=MsoNormal>Kabas<o:p></o:p></p></td><td><p>12</p></td><td><p>3</p></td></tr>
<tr>
<td><p>Angkor Borei</p></td><td><p>9</p></td><td><p><o:p>&nbsp;</o:p></p></td></tr></table>
<p class=MsoNormal>Thanks to all.<o:p></o:p></p><!--EndFragment--></body></html>"""
GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<p dir="ltr"><span>We counted twice.</span></p>
<div dir="ltr" align="left"><table><colgroup><col /><col /><col /></colgroup><tbody>
<tr>
<td><p><span>Village</span></p></td>
<td><p><span>Women</span></p></td><td><p><span>Men</span></p></td></tr>
<tr>
<td><p>Prey Kabas</p></td><td><p>12</p></td><td>3</td></tr>
<tr>
<td><p>Angkor Borei</p></td><td><p>9</p></td><td><br /></td></tr></tbody></table></div><p>Thanks to all.</p></b>"""
LIBRE = """<!DOCTYPE html><html><head><title></title><style>p {margin:0}</style></head><body><p>We counted twice.</p>
<table width="100%" cellpadding="4"><col width="85*"/><tr valign="top">
<td><p>Village</p></td><td><p>Women</p></td><td><p>Men</p></td></tr>
<tr>
<td><p>Prey Kabas</p></td><td><p>12</p></td><td><p>3</p></td></tr>
<tr>
<td><p>Angkor Borei</p></td><td><p>9</p></td><td><p><br/></p></td></tr>
</table><p>Thanks to all.</p></body></html>"""
EXCEL = """<html xmlns:x="urn:microsoft"><body><table border=0><!--StartFragment--><col width=64><tr height=19>
<td>Village</td><td>Women</td><td>Men</td></tr>
<tr><td>Prey Kabas</td><td align=right>12</td><td>3</td></tr>
<tr><td>Angkor Borei</td><td>9</td><td></td></tr><!--EndFragment--></table></body></html>"""
PASTE = """(box, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "nothing of a table");
  box.focus();
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
TABLE = """(page) => [...page.querySelectorAll(".typed-table-block")].map((table) => ({
  heads: [...table.querySelectorAll("thead input[name$=-heading]")].map((box) => box.value),
  rows: [...table.querySelectorAll("tbody tr")].map(
    (row) => [...row.querySelectorAll("td input[type=text]")].map((box) => box.value)
  ),
}))"""

ORDER = """(page) => [...page.querySelectorAll("input")].filter((box) => /^body-\\d+-type$/.test(box.name)).map(
  (box) => [Number(page.querySelector(`[name=${box.name.replace("type", "order")}]`).value), box.value]
).sort((one, other) => one[0] - other[0]).map(([, type]) => type)"""


def test_a_pasted_table_becomes_a_block_and_a_table_in_a_text(
    session: PortalSession, browse: Callable[..., Page]
) -> None:
    desk = browse({"width": 1280, "height": 900})
    session.sign_in(desk, "officer")
    for program, html in (("word", WORD), ("google", GOOGLE), ("libre", LIBRE), ("excel", EXCEL)):
        desk.goto(f"/admin/pages/add/blog/articlepage/{home_of_the_organization(session)}/")
        desk.locator("#id_title").fill(f"Tables of {program}")
        desk.locator("button.c-sf-add-button").first.click()
        desk.locator(".w-combobox__option:has(use[href='#icon-pilcrow'])").click()
        editor = desk.locator(".Draftail-Editor [contenteditable=true]")
        editor.click()
        editor.evaluate(PASTE, html)
        desk.wait_for_selector(".typed-table-block")
        tables = desk.locator("body").evaluate(TABLE)
        assert tables == [{"heads": ROWS[0], "rows": ROWS[1:]}], program
        if program != "excel":
            expect(editor).to_have_count(2)
            expect(editor.nth(0)).to_have_text("We counted twice.")
            expect(editor.nth(1)).to_have_text("Thanks to all.")
            assert desk.locator("body").evaluate(ORDER) == ["paragraph", "table", "paragraph"]

    desk.goto(f"/admin/pages/add/blog/publicationpage/{home_of_the_organization(session)}/")
    editor = desk.locator(".Draftail-Editor [contenteditable=true]").first
    editor.click()
    editor.evaluate(PASTE, WORD)
    expect(editor.locator("[data-block]")).to_have_text(
        ["We counted twice.", "Village | Women | Men", "Prey Kabas | 12 | 3", "Angkor Borei | 9", "Thanks to all."]
    )

    desk.goto("/workspace/post/")
    box = desk.locator("textarea[name=text]")
    box.evaluate(PASTE, WORD)
    lines = "\n".join("\t".join(row) for row in ROWS)
    expect(box).to_have_value(f"We counted twice.\n\n{lines}\n\nThanks to all.")
    desk.locator("button[value=draft]").click()
    desk.wait_for_url("**/workspace/")
    phone = browse({"width": 360, "height": 740})
    session.sign_in(phone, "officer")
    (page,) = session.portal.query("SELECT max(orgcontentpage_ptr_id) FROM blog_updatepage")[0]
    phone.goto(f"/workspace/piece/{page}/preview/")
    expect(phone.locator(".prose table th[scope=col]")).to_have_text(ROWS[0])
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
