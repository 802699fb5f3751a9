"""A stranger's way from a board to her first post, on a phone: each touch of the page is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

MOST_TAPS = 8
TEXT = "What we saw in our commune."


def look_at_nothing(kind: str) -> None:
    """Look at no page."""


@dataclass
class FirstPost:
    """Writes a first post at a window with touch; `look` is called on every kind of page that she sees."""

    page: Page
    language: str
    address: str
    look: Callable[[str], None] = field(default=look_at_nothing)
    taps: int = 0

    def tap(self, selector: str, to: str = "") -> None:
        """Touch something once; `to` is the pattern of the address to which it leads."""
        self.taps += 1
        self.page.locator(selector).first.tap()
        if to:
            self.page.wait_for_url(re.compile(to))

    def type(self, selector: str, text: str) -> None:
        """Type into the box that has the cursor."""
        expect(self.page.locator(selector)).to_be_focused()
        self.page.keyboard.type(text)

    def write(self, board: str) -> None:
        """Go from the board to the page on which she types the mailed digits."""
        self.page.goto(f"/{self.language}/discussions/{board}/")
        self.look("board")
        self.tap("article.talk h3 a", to=r"/\d+/$")
        self.look("thread")
        self.tap("#answer a.button", to="/answer/$")
        self.look("answer-form")
        self.type("textarea[name=text]", TEXT)
        for box, words in (("name", f"Reader {self.language}"), ("email", self.address)):
            self.tap(f"input[name={box}]")
            self.type(f"input[name={box}]", words)
        self.tap("input[name=agrees]")
        self.tap("button[name=action][value=send]", to="/discussions/join/")
        self.look("digits")

    def confirm(self, mail: str) -> None:
        """Type the digits that a mail's text names; it leads back to her post, which waits."""
        self.type("input[name=digits]", re.findall(r"^(\d{6})\s*$", mail, re.MULTILINE)[0])
        self.tap("main form button", to=r"/discussions/[a-z]+/\d+/")
        self.look("thread")
        expect(self.page.locator("article.posting .state.waiting")).to_be_visible()
        expect(self.page.get_by_text(TEXT)).to_be_visible()
