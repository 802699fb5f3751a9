"""Of a source's text nothing beyond 200 letters is anywhere: database, pages, feeds, API, search, archive."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from orgs.models import Organization
from press.deciding.taking import ClippingChoice, take
from press.models import Item, Source
from press.polling import rounds
from tests.press.feed_server import Reply, serving
from tests.press.press_helpers import make_source
from tests.takeout.archives import archive_of, parts_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="The dump is SQLite's."),
]
DATE = "Mon, 16 Nov 2026 07:10:00 +0700"
LETTERS = 20_000
# Numbers tell how far into a text a word stands. Two hundred letters hold fewer words than that.
FARTHEST = 40
ENGLISH, KHMER = "planted", "ដាំ"
NUMBERED = re.compile(rf"(?:{ENGLISH}|{KHMER})\D?(\d{{4}})")


def planted(word: str) -> str:
    """A text of 20 kB; each word of it has its number."""
    return " ".join(f"{word}{number:04}" for number in range(LETTERS // (len(word) + 5)))


def feeds() -> dict[str, Reply]:
    """A feed in each form, with long texts in every place where one may stand."""
    long, khmer = planted(ENGLISH), planted(KHMER)
    xml = {"Content-Type": "text/xml; charset=utf-8"}
    rss = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>P</title>'
        f"<description>{long}</description><item><title>{long}</title><link>http://rss.example/1</link>"
        f"<description>{long}</description><content:encoded>{long}</content:encoded><author>{long}</author>"
        f"<category>{long}</category><guid>{long}</guid><comments>http://rss.example/{long[:999]}</comments>"
        f"<pubDate>{DATE}</pubDate></item></channel></rss>"
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><entry><title>Second</title><id>urn:2</id>'
        f'<link href="http://atom.example/2"/><summary>{khmer}</summary><content type="html">&lt;p&gt;{khmer}&lt;/p&gt;'
        f"</content><rights>{long}</rights><updated>2026-11-16T07:10:00+07:00</updated></entry></feed>"
    )
    third = {"id": "3", "url": "http://json.example/3", "title": "Third", "content_html": f"<p>{long}</p>"}
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "P", "description": long}
    body = json.dumps(told | {"items": [third | {"summary": long, "tags": [long]}]})
    return {
        "rss": (200, xml, rss.encode()),
        "atom": (200, xml, atom.encode()),
        "json": (200, {"Content-Type": "application/feed+json"}, body.encode()),
    }


def read_and_take(editor: User, monkeypatch: pytest.MonkeyPatch, time_machine) -> list[Item]:
    """Read the feeds by a round, and let an editor take every item."""
    time_machine.move_to("2026-11-17T01:00:00+00:00")
    sources = [make_source(name, feed=f"http://{name}.example/{name}") for name in ("rss", "atom", "json")]
    with serving(monkeypatch, feeds()):
        list(
            rounds.read_sources(
                Source.objects.select_related("fetch_state").filter(pk__in=[each.pk for each in sources]), seconds=9
            )
        )
    items = list(Item.objects.select_related("source"))
    for item in items:
        take(item.pk, editor, item.content_hash, ClippingChoice())
    return items


def answers(client: Client) -> dict[str, str]:
    """All that readers and programs get, by address."""
    pages = client.get("/api/v1/pages", {"type": "clipping"}).json()["results"]
    words = (f"{ENGLISH}0001", f"{KHMER}0001", f"{ENGLISH}0030")
    paths = ["/en/press/", "/km/press/", "/en/", "/en/activity/feed.atom", "/sitemap-pages.xml"]
    paths += [f"/{language}/press/feed.{form}" for language in ("en", "km") for form in ("atom", "json")]
    paths += [f"/en/search/?q={word}" for word in words] + [f"/en/search/feed.atom?q={word}" for word in words]
    paths += [f"/api/v1/search?q={word}" for word in words] + ["/api/v1/pages?type=clipping"]
    paths += [f"/api/v1/pages/{page['id']}" for page in pages]
    paths += [page["url"].removeprefix("http://testserver") for page in pages]
    assert len(pages) == 3
    return {path: client.get(path).content.decode() for path in paths}


def farthest(text: str) -> int:
    """The highest number of a planted word in a text, also where Khmer words are broken invisibly; -1 for none."""
    return max((int(number) for number in NUMBERED.findall(text.replace("\u200b", ""))), default=-1)


def test_it_is_nowhere(client, portal, editor, drain, monkeypatch, time_machine, tmp_path: Path) -> None:
    items = read_and_take(editor, monkeypatch, time_machine)
    assert len(items) == 3 and all(farthest(item.excerpt) > 5 for item in items)
    drain()
    found = answers(client)
    found["database"] = "\n".join(connection.connection.iterdump())
    archive = parts_of(archive_of(Organization.objects.programme(), tmp_path / "archive.zip"))
    found |= {name: part.decode(errors="replace") for name, part in archive.items()}
    assert any(farthest(text) > 0 for name, text in found.items() if name.startswith("pages"))
    assert {name: farthest(text) for name, text in found.items() if farthest(text) > FARTHEST} == {}
    for path in ("/en/press/", "/en/press/feed.atom", "/api/v1/pages?type=clipping", "database"):
        assert farthest(found[path]) > 0, path
