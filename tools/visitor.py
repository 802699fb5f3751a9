"""Leads a browser to every kind of page of a portal with the demo's content."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tools.kinds import KINDS, PRIVATE

WORDS = {"en": "training", "km": "វគ្គបណ្តុះបណ្តាល"}
BEGUN = {"en": "wom", "km": "ស្ត្រី"}
SWITCH = "header form button[name=language]"


class Visitor:
    """Someone who looks at every kind of page; `data` is the folder in which the portal keeps its own.

    `alone`: the id of a page that is written in a language alone; `letters`: what the portal's letters open;
    `translated`: the id of a page whose translation was begun; `asked`: by language, that of a draft with questions
    about its picture.
    """

    def __init__(self, browser: Browser, url: str, data: Path) -> None:
        self.browser = browser
        self.url = url
        self.demo = json.loads((data / "demo.json").read_text())
        self.data = data
        self.states: dict[str, Any] = {}
        self.alone: dict[str, int] = {}
        self.letters: dict[str, str] = {}
        self.translated = ""
        self.asked: dict[str, str] = {}

    @property
    def organization(self) -> str:
        """Return the slug of the demo organization whose pages an editor reviews before they are published."""
        return str(self.demo["organizations"][1]["slug"])

    @contextmanager
    def window(self, kind: str, language: str, **options: Any) -> Iterator[BrowserContext]:
        """Open a browser window, signed in where pages of this kind ask for it."""
        role = KINDS[kind].role
        state = self.signed_in(role) if role else None
        options = {"base_url": self.url, "storage_state": state, "locale": language, **options}
        with self.browser.new_context(**options) as context:
            yield context

    def open(self, page: Page, kind: str, language: str) -> None:
        """Show the page of a kind in a language. Raises LookupError where another is answered, as for a lost page."""
        chosen = KINDS[kind]
        if kind in PRIVATE:
            speak(page, language)
        answer = page.goto(self.address(chosen.address, language))
        for link in chosen.links:
            answer = page.goto(urljoin(page.url, page.locator(link).first.get_attribute("href")))
        # None: the address of the page that is shown already, at another place of it.
        if answer and answer.status != chosen.status:
            raise LookupError(f"{page.url} answers {answer.status}")
        page.wait_for_load_state("networkidle")

    def address(self, address: str, language: str) -> str:
        """Fill in: words of the language, the organization, ids of its pages, and what tools.prepare_pages has left."""
        if address.startswith("["):
            return urlsplit(newest(self.url, address.strip("[]"), language)["url"]).path
        own = {kind: self.own(kind, language) for kind in ("update", "article") if f"{{{kind}}}" in address}
        filled = address.format(
            organization=self.organization,
            word=WORDS[language],
            begun=BEGUN[language],
            translated=self.translated,
            asked=self.asked.get(language),
            written_in_one=self.alone.get("km" if language == "en" else "en"),
            following=self.letters.get("following"),
            confirming=self.letters.get("confirming"),
            invitation=self.letters.get(f"invitation {language}"),
            **own,
        )
        return filled if filled.startswith("/") else f"/{language}/{filled}"

    def own(self, kind: str, language: str) -> str:
        """The id of the organization's newest page of a type."""
        return str(newest(self.url, f"{kind}&organization={self.organization}", language)["id"])

    def signed_in(self, role: str) -> Any:
        """The cookies of one who signed in, kept for all her pages: a one-time code holds only once."""
        if role not in self.states:
            house = self.organization
            fits = (each for each in self.demo["accounts"] if each["role"] == role)
            account = next(each for each in fits if each.get("organization", house) == house)
            with self.browser.new_context(base_url=self.url) as context:
                sign_in(context.new_page(), account)
                self.states[role] = context.storage_state()
        return self.states[role]


def speak(page: Page, language: str) -> None:
    """Let the workspace speak a language to her who is signed in."""
    page.goto("/workspace/mail/")
    if page.locator("html").get_attribute("lang") != language:
        with page.expect_navigation():
            page.locator(SWITCH).click()


def sign_in(page: Page, account: dict[str, Any]) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", account["email"])
    page.fill("[name=password]", account["password"])
    page.locator("form:has(input[name=password]) button").first.click()
    if account.get("totp"):
        page.fill("[name=code]", one_time_code(account["totp"]))
        page.locator("form:has(input[name=code]) button").first.click()
    page.wait_for_url("**/workspace/**")


def newest(url: str, kind: str, language: str) -> dict[str, Any]:
    """The newest page of a type that is written in a language."""
    return next(each for each in results(url, f"type={kind}&language={language}") if each["language"] == language)


@cache
def results(url: str, asked: str) -> list[dict[str, Any]]:
    """Return the answer of the portal's own search."""
    with urllib.request.urlopen(urljoin(url, f"/api/v1/search?{asked}"), timeout=10) as answer:
        found: list[dict[str, Any]] = json.load(answer)["results"]
    return found


def one_time_code(secret: str) -> str:
    """The six digits of now for a base32 secret (RFC 6238: HMAC-SHA1 over steps of 30 seconds)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
