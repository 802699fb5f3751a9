"""Steps that make every kind of page visible, done once in a portal with the demo's content."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page

from tools.desk_steps import approve_chosen, open_alone
from tools.kinds import LANGUAGES
from tools.mails import mails_to, text_of
from tools.visitor import Visitor, newest, results

PATIENCE = 120  # seconds until a mail or a published page must be there
CORRECTED, REFUSED, TAKEN = "The market opens at six.", "The market is closed on Sunday.", "The market has a new roof."
ASKED = {"en": "Three of us weave at one loom.", "km": "យើងធ្វើការនៅកីជាមួយគ្នា។"}
ALONE = {"en": "The market sells cloth of three villages.", "km": "ផ្សារលក់ក្រណាត់របស់ភូមិបី។"}


def set_up(visitor: Visitor) -> None:
    """Leave pieces in every state, a report and an application, where the portal has none; and letters, each time."""
    with at_work(visitor, "officer") as page:
        page.goto("/workspace/")
        is_new = not page.locator("a[href*='/appeal/']").count()
        if is_new:
            for text in (CORRECTED, REFUSED, TAKEN):
                post(page, text, "en")
            for language, text in ALONE.items():
                post(page, text, language)
        visitor.translated = translate(page, visitor.own("article", "en"))
        visitor.asked = {language: asked(page, language) or ask(page, visitor, language) for language in LANGUAGES}
    if is_new:
        with at_work(visitor, "manager") as page:
            describe(page)
        with at_work(visitor, "editor") as page:
            correct(page)
            approve(page, TAKEN, *ALONE.values())
            refuse(page)
            take_down(page)
        with visitor.browser.new_context(base_url=visitor.url, locale="en") as context:
            report(visitor, context.new_page())
            apply(context.new_page())
    await_pages(visitor)
    write_letters(visitor)


@contextmanager
def at_work(visitor: Visitor, role: str) -> Iterator[Page]:
    state = visitor.signed_in(role)
    with visitor.browser.new_context(base_url=visitor.url, storage_state=state) as context:
        yield context.new_page()


def post(page: Page, text: str, language: str) -> None:
    page.goto("/workspace/post/")
    page.locator("textarea[name=text]").fill(text)
    page.locator(f"input[name=language][value={language}]").check()
    page.locator("button[name=action][value=send]").click()
    page.wait_for_url("**/workspace/")


def translate(page: Page, article: str) -> str:
    """Open the sentences of an article's translation, and return the id of the page that they make."""
    page.goto(f"/workspace/piece/{article}/")
    page.locator("form[action$='/translate/'] button").last.click()
    page.wait_for_url("**/sentences/")
    return page.url.split("/")[-3]


def asked(page: Page, language: str) -> str:
    """Return the id of the draft that `ask` has left in the portal; "" if there is none."""
    page.goto("/workspace/")
    pieces = page.locator("main article[id]", has_text=titled(ASKED[language]))
    return (pieces.first.get_attribute("id") or "").removeprefix("piece-") if pieces.count() else ""


def ask(page: Page, visitor: Visitor, language: str) -> str:
    """Save a draft with a picture of which nothing is said yet, and return its id."""
    page.goto(newest(visitor.url, f"article&organization={visitor.organization}", language)["url"])
    picture = page.locator("main img").first.evaluate("(picture) => picture.currentSrc")
    small = io.BytesIO()
    with Image.open(io.BytesIO(page.request.get(picture).body())) as whole:
        # A strip, so that the questions below it are on one screen with it.
        whole.convert("RGB").crop((0, 0, whole.width, whole.height // 3)).save(small, "WEBP")
    file = {"name": "photo.webp", "mimeType": "image/webp", "buffer": small.getvalue()}
    page.goto("/workspace/post/")
    page.locator("textarea[name=text]").fill(ASKED[language])
    page.locator(f"input[name=language][value={language}]").check()
    page.locator("input[name=file]").set_input_files(file)
    page.locator("button[name=action][value=check]").click()
    page.wait_for_url("**/check/")
    return page.url.split("/")[-3]


def describe(page: Page) -> None:
    page.goto("/workspace/facts/")
    page.locator("main textarea[name=description_en]").fill("We weave cotton and silk, and teach it.")
    page.locator("main form button.button").click()
    page.locator(".alert.good").wait_for()


def titled(text: str) -> re.Pattern[str]:
    """The title that a text was given, whose words are parted where lines may break."""
    return re.compile("\u200b?".join(map(re.escape, text[:-1])))


def correct(page: Page) -> None:
    page.goto("/workspace/queue/")
    page.locator(".queue tbody th a", has_text=titled(CORRECTED)).first.click()
    page.locator("a[href$='/correct/']").click()
    page.locator("[name='text-text']").fill(CORRECTED.replace("six", "seven"))
    page.locator("main form button").click()
    page.wait_for_url("**/workspace/queue/**")


def approve(page: Page, *texts: str) -> None:
    page.goto("/workspace/queue/")
    for text in texts:
        page.locator(".queue tbody tr", has_text=titled(text)).locator("input[name=chosen]").check()
    page.locator("#several summary").click()
    approve_chosen(page)
    page.locator(".alert.good").last.wait_for()


def refuse(page: Page) -> None:
    page.goto("/workspace/queue/")
    page.locator(".queue tbody th a", has_text=titled(REFUSED)).click()
    open_alone(page)
    page.locator("#decide input[value=refuse]").check()
    page.locator("#decide textarea").fill("Another organization has published it.")
    page.locator("#decide button").first.click()
    page.locator(".alert.good").wait_for()


def take_down(page: Page) -> None:
    """Take a piece from the public with a reason, as an editor does."""
    page.goto("/workspace/decided/")
    page.locator("main tbody th a", has_text=titled(TAKEN)).click()
    page.locator("a[href$='/withdraw/']").click()
    page.locator("main textarea[name=reason]").fill("The roof is not finished yet.")
    page.locator("main form button.stop").click()
    page.wait_for_url("**/workspace/queue/")


def report(visitor: Visitor, page: Page) -> None:
    visitor.open(page, "report", "en")
    page.locator("main input[type=radio][value=wrong]").check()
    page.locator("textarea[name=text]").fill("The telephone number is an old one.")
    page.locator("main form button").click()
    page.wait_for_url("**/report/thank-you/")


def apply(page: Page) -> None:
    page.goto("/en/join/")
    words = {"name": "Kampot Salt Women", "about": "We harvest salt by hand.", "contact": "Editor B"}
    for name, text in (words | {"email": "salt@example.org"}).items():
        page.locator(f"main [name={name}]").fill(text)
    page.locator("main form button").click()
    page.wait_for_url("**/join/thank-you/")


def await_pages(visitor: Visitor) -> None:
    """Wait until the worker has made public what was approved, and learn where it is."""
    for language, text in ALONE.items():
        visitor.alone[language] = waited_for(partial(only_in_one, visitor.url, quote(text[:-1])))


def only_in_one(url: str, asked: str) -> int | None:
    """The id of a page that was found and has no translation."""
    results.cache_clear()
    return next((int(each["id"]) for each in results(url, f"q={asked}") if not each["translations"]), None)


def write_letters(visitor: Visitor) -> None:
    """Let the portal write to new readers and members, and keep what its letters open."""
    stamp = int(time.time())
    with visitor.browser.new_context(base_url=visitor.url, locale="en") as context:
        page = context.new_page()
        ask_to_follow(page, f"organization={visitor.organization}", f"follower-{stamp}@example.org")
        page.goto(f"/en/follow/confirm/{token(visitor, f'follower-{stamp}@example.org', 'follow/confirm')}/")
        page.locator("main form button").click()
        page.wait_for_url("**/follow/manage/**")
        visitor.letters["following"] = page.url.split("/")[-2]
        ask_to_follow(page, "topic=law", f"reader-{stamp}@example.org")
    visitor.letters["confirming"] = token(visitor, f"reader-{stamp}@example.org", "follow/confirm")
    with at_work(visitor, "manager") as page:
        for language in LANGUAGES:
            invite(page, f"{language}-{stamp}@example.org", language)
    for language in LANGUAGES:
        visitor.letters[f"invitation {language}"] = token(visitor, f"{language}-{stamp}@example.org", "invitation")


def ask_to_follow(page: Page, what: str, address: str) -> None:
    page.goto(f"/en/follow/?{what}")
    page.locator("main input[name=email]").fill(address)
    page.locator("main form button").click()
    page.wait_for_url("**/follow/asked/")


def invite(page: Page, address: str, language: str) -> None:
    page.goto("/workspace/people/")
    page.locator("main input[name=email]").fill(address)
    page.locator(f"main input[name=language][value={language}]").check()
    page.locator("main form:has(input[name=email]) button").click()
    page.locator(".alert.good").wait_for()


def token(visitor: Visitor, address: str, door: str) -> str:
    """Return the token in a link of a mail."""
    pattern = rf"/{door}/([^/\s]+)/"
    letter = waited_for(lambda: mails_to(visitor.data / "mail", address, pattern))[-1]
    return re.findall(pattern, text_of(letter))[0]


def waited_for(look: Callable[[], Any]) -> Any:
    """Return what a function gives, once it gives something. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.5)
    raise TimeoutError(f"Nothing after {PATIENCE} seconds: does the worker run?")
