"""Measure how soon pages stand on a slow phone: Chromium with slow 4G and a processor four times slower.

Pages come as the portal's own server sends them, not compressed: behind nginx they are a third of that. Each visit
begins with nothing kept, as a first one does.
"""

from __future__ import annotations

import statistics
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import PHONE, installed_chromium
from tests.services.flow.portal import Installation
from tools.chromium import QUIET
from tools.visitor import Visitor

VISITS = 5
KINDS, LANGUAGES = ("front", "article", "search"), ("en", "km")
LATEST, MOST_SHIFTED = 2500, 0.1  # milliseconds, and the score of layout shift: what Web Vitals call good
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWER = 4  # times
OBSERVE = """
  window.seen = {painted: 0, shifted: 0};
  new PerformanceObserver(list => { for (const entry of list.getEntries()) seen.painted = entry.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shifted += entry.value;
  }).observe({type: "layout-shift", buffered: true});
"""


def measure(folder: Path, pages: int, rounds: int) -> None:
    portal = Installation(folder)
    # The demo is loaded under no other settings.
    with_demo = replace(portal, settings="portal.settings.dev")
    for command in (["migrate", "-v0"], ["createcachetable"], ["set_up_portal"], ["demo"]):
        with_demo.manage(*command)
    portal.move_in()
    server = portal.serve()
    print(f"\nLargest contentful paint and layout shift on slow 4G, {VISITS} visits each")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=installed_chromium(), args=QUIET)
            visit_all(browser, portal)
            browser.close()
    finally:
        server.kill()


def visit_all(browser: Browser, portal: Installation) -> None:
    visitor = Visitor(browser, portal.url, portal.data)
    for kind in KINDS:
        for language in LANGUAGES:
            visits = [visit(visitor, kind, language) for _ in range(VISITS)]
            print(f"  {kind:<8} {language}  {told(visits)}")


def visit(visitor: Visitor, kind: str, language: str) -> tuple[float, float]:
    """Milliseconds until the largest content stood, and how far the page shifted."""
    with visitor.window(kind, language, viewport=PHONE, device_scale_factor=2) as context:
        page = context.new_page()
        protocol = context.new_cdp_session(page)
        protocol.send("Network.enable")
        protocol.send("Network.emulateNetworkConditions", SLOW_4G)
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(OBSERVE)
        visitor.open(page, kind, language)
        # A page that has come may not have been painted yet.
        page.wait_for_function("seen.painted")
        seen = page.evaluate("seen")
    return seen["painted"], seen["shifted"]


def told(visits: list[tuple[float, float]]) -> str:
    painted, shifted = ([each[which] for each in visits] for which in (0, 1))
    time, shift = statistics.median(painted), statistics.median(shifted)
    met = 0 < time <= LATEST and shift <= MOST_SHIFTED
    spread = f"({min(painted):.0f} to {max(painted):.0f})"
    return (
        f"{time:6.0f} ms {spread}, shift {shift:.3f}; allowed {LATEST} and {MOST_SHIFTED}: {'met' if met else 'MISSED'}"
    )
