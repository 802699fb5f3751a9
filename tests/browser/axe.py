"""The rules of axe-core, run in the page: WCAG 2.2 AA and what its makers hold to be good practice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tools.kinds import MODES, WIDTHS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run({resultTypes: ['violations'], runOnly: rules})"
SHOWN = 160  # letters of what is wrong


def violations(page: Page) -> list[str]:
    """Return the violations that the rules find on the page as it is shown."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, RULES)["violations"]
    return [f"{rule['id']}: {node['html'][:SHOWN]}" for rule in found for node in rule["nodes"]]


def looks() -> Iterator[tuple[int, str]]:
    """Every width with every mode."""
    yield from itertools.product(WIDTHS, MODES)


def put(page: Page, width: int, mode: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=mode)  # type: ignore[arg-type]
