"""The search box as a combobox, its answers given by the test: the script needs nothing else of the portal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STATIC = Path(__file__).resolve().parents[2] / "site/portal/static"
BOX = """<!doctype html><html lang="en"><title>Search</title><link rel="stylesheet" href="/neary.css">
<form class="search" action="/en/search/"><label for="q">Word</label><input type="search" id="q" name="q"
data-suggestions="/en/search/suggestions/" data-name="Suggestions" data-some="Suggestions are below" data-none="None">
<button class="button">Search</button></form><script type="module" src="/suggestions.js"></script>"""
FOUND = [
    {"kind": "topic", "text": "Law", "url": "/en/topics/law/", "language": "en", "label": "Topic"},
    {"kind": "title", "text": "<b>ច្បាប់</b>", "url": "/km/law/", "language": "km", "label": ""},
]


def answer(route: Route) -> None:
    path = route.request.url.partition("portal.test")[2]
    if path.startswith("/en/search/suggestions/"):
        assert route.request.headers["accept"] == "application/json"
        found = FOUND if path.endswith("q=law") else []
        route.fulfill(content_type="application/json", body=json.dumps({"suggestions": found}))
    elif path == "/suggestions.js":
        route.fulfill(path=STATIC / "js/suggestions.js", content_type="text/javascript")
    elif path == "/neary.css":
        route.fulfill(path=STATIC / "css/neary.css", content_type="text/css")
    else:
        route.fulfill(content_type="text/html", body=BOX)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context() as context:
        context.route("**/*", answer)
        page = context.new_page()
        page.goto("http://portal.test/")
        yield page


def test_suggestions_are_walked_by_keys_and_chosen(page: Page) -> None:
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("law")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("Suggestions are below")
    expect(options).to_have_text(["Law · Topic", "<b>ច្បាប់</b>"])
    assert options.nth(1).get_attribute("lang") == "km"
    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 0), ("ArrowUp", 1)):
        box.press(key)
        expect(options.nth(chosen)).to_have_attribute("aria-selected", "true")
        assert box.get_attribute("aria-activedescendant") == options.nth(chosen).get_attribute("id")
    assert options.nth(0).bounding_box()["height"] >= 44
    box.press("Enter")
    page.wait_for_url("**/km/law/")


def test_escape_closes_and_enter_searches(page: Page) -> None:
    box = page.get_by_role("combobox")
    box.press_sequentially("law")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("law")
    box.press("Enter")
    page.wait_for_url("**/en/search/?q=law")


def test_a_pointer_chooses_and_nothing_found_is_told(page: Page) -> None:
    box = page.get_by_role("combobox")
    box.press_sequentially("zz")
    expect(page.get_by_role("status")).to_have_text("None")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.fill("law")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/en/topics/law/")
