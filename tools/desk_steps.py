"""Steps at the editors' desk in a browser, for tests and for the stage of pictures."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def open_alone(page: Page) -> None:
    """Open the page of the submission that is open beside the list: a decision there takes effect at once."""
    page.wait_for_url("**open=*")
    number = re.search(r"open=(\d+)", page.url)
    assert number
    page.goto(f"/workspace/review/{number[1]}/")


def approve_chosen(page: Page) -> None:
    """Approve all that are chosen in the queue, and say yes to what is asked about them."""
    button = page.locator("#several button[name=decision][value=approve]")
    # Asked again when checks were made meanwhile.
    while button.count():
        with page.expect_navigation():
            button.click()
        button = page.locator("button[name=confirmed]")
