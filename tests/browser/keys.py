"""A keyboard and nothing else."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST_KEYS = 150


def tab_to(page: Page, selector: str) -> Locator:
    """Press Tab until a control has the focus, and see that it shows it."""
    wanted = page.locator(selector).first
    handle = wanted.element_handle()
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement === wanted", handle):
            assert wanted.evaluate("e => getComputedStyle(e).outlineStyle") == "solid", f"{selector} shows no focus"
            return wanted
    raise AssertionError(f"{selector} is not reached by keys")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def write(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)
