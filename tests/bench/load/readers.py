"""Readers and programs that ask for feeds, as users of locust."""

from __future__ import annotations

import os
import random
import re
from urllib.parse import quote

from locust import FastHttpUser, between, task

from tests.bench.load.day import REQUESTS_A_POLLER, REQUESTS_A_VISIT, from_text

DAY = from_text(os.environ["LOAD_DAY"])
LISTS = ("organizations/", "activity/", "events/", "publications/", "topics/", "topics/domestic-violence/")
WORDS = {
    "en": ("women", "rights", "silk weavers", "violence", "looms came", "zzzz"),
    "km": ("ស្ត្រី", "សិទ្ធិ", "អ្នកត្បាញសូត្រ", "ស\u17d2\u178aរី", "អំពើហិង្សា"),
}
FILTERS = ("", "&type=update", "&type=article", "&topic=domestic-violence", "&page=2")
FEEDS = ("activity/feed.atom", "activity/feed.json", "events/calendar.ics")
API = ("/api/v1/search?q=women", "/api/v1/organizations", "/api/v1/search?q=" + quote("ស្ត្រី"))
# What a list links to of an organization, and the pictures and papers of a page.
PIECE = re.compile(r'href="(/(?:en|km)/organizations/[\w-]{1,80}/[\w-]{1,200}/)"')
FILE = re.compile(r'(?:src|href)="(/(?:images|documents|files|media)/[^" ?]{1,300})"')


class Reader(FastHttpUser):
    """One visit after another: a front page, lists, articles, a search, help, files; each visit in one language."""

    wait_time = between(DAY.pause * 0.5, DAY.pause * 1.5)

    def on_start(self) -> None:
        self.left = 0
        self.pieces: list[str] = []
        self.files: list[str] = []

    @task
    def click(self) -> None:
        """Ask for the next page of the visit; the first is the front page."""
        if not self.left:
            self.left, self.language = REQUESTS_A_VISIT, random.choice(("en", "km"))
            self.client.cookiejar.clear()
            self.read("", "front page")
        else:
            kinds = (self.list, self.piece, self.search, self.feed, self.help, self.file)
            random.choices(kinds, (3, 5, 3, 1, 1, 2))[0]()
        self.left -= 1

    def read(self, path: str, what: str) -> None:
        """Ask for an address below the language, and remember the pages and files that it links to."""
        self.open(f"/{self.language}/{path}", what)

    def open(self, address: str, what: str) -> None:
        text = self.client.get(address, name=f"reader: {what}").text or ""
        self.pieces = sorted(set(PIECE.findall(text))) or self.pieces
        self.files = sorted(set(FILE.findall(text))) or self.files

    def list(self) -> None:
        self.read(random.choice(LISTS), "list")

    def piece(self) -> None:
        """Open something that the last page linked to; without one the activity."""
        if self.pieces:
            self.open(random.choice(self.pieces), "piece")
        else:
            self.read("activity/", "list")

    def search(self) -> None:
        words = quote(random.choice(WORDS[self.language]))
        self.read(f"search/?q={words}{random.choice(FILTERS)}", "search")

    def feed(self) -> None:
        self.client.get(f"/{self.language}/{random.choice(FEEDS)}", name="reader: feed")

    def help(self) -> None:
        self.read("help/", "help")

    def file(self) -> None:
        """Fetch a file of the last page that had one."""
        if self.files:
            self.client.get(random.choice(self.files), name="reader: file")
        else:
            self.piece()


class Poller(FastHttpUser):
    """A program that asks for feeds and the API, and says which version of a feed it has."""

    wait_time = between(*(max(1.0, DAY.seconds / REQUESTS_A_POLLER) * part for part in (0.5, 1.5)))

    def on_start(self) -> None:
        self.versions: dict[str, str] = {}

    @task(3)
    def feed(self) -> None:
        address = f"/{random.choice(('en', 'km'))}/{random.choice(FEEDS)}"
        known = {"If-None-Match": self.versions[address]} if address in self.versions else {}
        answer = self.client.get(address, headers=known, name="poller: feed")
        if answer.headers and (version := answer.headers.get("ETag")):
            self.versions[address] = str(version)

    @task
    def api(self) -> None:
        self.client.get(random.choice(API), name="poller: api")
