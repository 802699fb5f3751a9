"""Every kind of page of the demo, the workspace's too, is valid HTML, and every feed what its readers expect."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import feedparser
import icalendar
import pytest
from playwright.sync_api import Page

from tests.browser.validator import complaints
from tools.kinds import KINDS, LANGUAGES
from tools.visitor import Visitor

# The demo is set up before the first of them.
pytestmark = [pytest.mark.drill, pytest.mark.browser, pytest.mark.timeout(1800)]

# Whose forms say what is missing.
REFUSING = ("report", "follow", "join", "sign-in", "new-password", "invitation", "post", "announce", "facts")
ATOM = "{http://www.w3.org/2005/Atom}"
# What may be HTML or plain text, and is plain text in all feeds.
TEXTS = ("title", "subtitle", "summary", "content", "rights")
# RFC 3339, as Atom and JSON Feed ask for.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def test_the_checker_tells_what_is_wrong(tmp_path: Path) -> None:
    """A checker that says nothing may be blind."""
    (tmp_path / "broken.html").write_text(
        "<!doctype html><html lang=en><title>x</title><p><time>1 May 2026 about</time>"
    )
    assert len(complaints(tmp_path)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_is_valid(demo: Visitor, language: str, tmp_path: Path) -> None:
    lost = []
    for kind in KINDS:
        with demo.window(kind, language) as context:
            page = context.new_page()
            try:
                demo.open(page, kind, language)
            except (LookupError, StopIteration) as error:
                lost.append(f"{kind}: {error}")
                continue
            # As it is sent, not as the browser has mended it.
            sent = context.request.get(page.url, headers={"Accept": "text/html"})
            (tmp_path / f"{kind}.html").write_bytes(sent.body())
            if kind in REFUSING:
                (tmp_path / f"{kind}-refused.html").write_bytes(refusal(page))
    found = complaints(tmp_path)
    assert not lost
    assert not found, "\n".join(found[:60])


def refusal(page: Page) -> bytes:
    """Return the page that a form answers where nothing is filled in."""
    form = page.locator("main form:has([name=csrfmiddlewaretoken])").first
    token = form.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    address = urljoin(page.url, form.get_attribute("action") or "")
    answer = page.context.request.post(
        address, form={"csrfmiddlewaretoken": token}, headers={"Referer": page.url, "Accept": "text/html"}
    )
    assert answer.status < 500 and answer.headers["content-type"].startswith("text/html"), address
    return answer.body()


def fetched(demo: Visitor, path: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(demo.url + path, timeout=20) as answer:
        return answer.read(), answer.headers["Content-Type"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_atom_is_read_by_parsers(demo: Visitor, language: str) -> None:
    below = f"/{language}/organizations/{demo.organization}"
    for path in (f"/{language}/activity/feed.atom", f"{below}/activity/feed.atom", f"/{language}/search/feed.atom?q=a"):
        body, content_type = fetched(demo, path)
        parsed = feedparser.parse(body, response_headers={"content-type": content_type})
        assert not parsed.bozo and parsed.version == "atom10", path
        feed = ElementTree.fromstring(body)
        assert {each.get("type", "text") for each in feed.iter() if each.tag.removeprefix(ATOM) in TEXTS} == {"text"}
        for element in [feed, *feed.findall(f"{ATOM}entry")]:
            assert all(element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")), path
            assert MOMENT.fullmatch(element.findtext(f"{ATOM}updated") or "")
        assert all(entry.link.startswith(demo.url) and entry.author for entry in parsed.entries), path
    assert parsed.entries


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_feed_is_what_its_standard_asks_for(demo: Visitor, language: str) -> None:
    for path in (f"/{language}/activity", f"/{language}/organizations/{demo.organization}/activity"):
        feed = json.loads(fetched(demo, f"{path}/feed.json")[0])
        assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"] and feed["items"]
        for item in feed["items"]:
            assert item["id"] and item["content_text"] and "content_html" not in item
            assert MOMENT.fullmatch(item["date_published"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_calendars_are_read_by_parsers(demo: Visitor, language: str) -> None:
    for path in (f"/{language}/events", f"/{language}/organizations/{demo.organization}/events"):
        body, _content_type = fetched(demo, f"{path}/calendar.ics")
        calendar = icalendar.Calendar.from_ical(body)
        assert calendar["version"] == "2.0" and calendar["prodid"]
        assert all(len(line) <= 75 for line in body.split(b"\r\n")) and b"\n" not in body.replace(b"\r\n", b"")
        for event in calendar.walk("VEVENT"):
            assert event["uid"] and event["dtstamp"] and event["dtstart"].dt < event["dtend"].dt and not event.errors
