"""Steps at the editors' desk in a browser, for tests and for the stage of pictures."""

from __future__ import annotations

from playwright.sync_api import Page


def approve_chosen(page: Page) -> None:
    """Approve all that are chosen in the queue, and say yes to what is asked about them."""
    button = page.locator("#several button[name=decision][value=approve]")
    # Asked again when checks were made meanwhile.
    while button.count():
        with page.expect_navigation():
            button.click()
        button = page.locator("button[name=confirmed]")
