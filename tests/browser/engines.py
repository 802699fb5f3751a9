"""One way to look at a page in both engines: Chromium driven by Playwright, Firefox by Marionette."""

from __future__ import annotations

import io
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PIL import Image
from playwright.sync_api import Browser

from tests.services.conftest import unavailable
from tests.services.servers import spare_port

if TYPE_CHECKING:
    from marionette_driver.marionette import Marionette

HEIGHT = 800  # pixels of every window
DEFAULT_TEXT = 16  # pixels of text whose reader has chosen nothing
START_SECONDS, PAGE_SECONDS = 60, 30
# The window's own frame is never narrower than 500 pixels: the part that shows the page is made as wide as wanted.
RESIZE = """
  const shown = gBrowser.selectedBrowser;
  for (const bound of ["min-width", "max-width"]) shown.style.setProperty(bound, arguments[0] + "px", "important");
"""
ENLARGE = "gBrowser.selectedBrowser.browsingContext.textZoom = arguments[0];"
# Lets whatever was changed reach the screen.
PAINTED = "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done(true)));"
FORCED_COLOURS = "browser.display.document_color_use"
ALWAYS, SYSTEM_DECIDES = 2, 0


class Engine(Protocol):
    """A browser with one window, whose cookies are those of whoever looks."""

    name: str

    def become(self, url: str, cookies: list[dict[str, Any]], language: str) -> None:
        """Forget whoever looked before, and be who has these cookies and wishes for this language."""

    def show(self, address: str, width: int, text: int = 1, forced: bool = False) -> None:
        """Open a page in a window so wide, its text so many times as large, in the system's colours when forced."""

    def evaluate(self, function: str, *values: Any) -> Any:
        """Return what a JavaScript function answers in the page."""

    def picture(self, selector: str = "") -> Image.Image:
        """Return what the first such element, or the whole page, looks like."""


class Chromium:
    name = "Chromium"

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context()
        self.page = self.context.new_page()
        self.page.set_default_timeout(PAGE_SECONDS * 1000)
        self.protocol = self.context.new_cdp_session(self.page)

    def become(self, url: str, cookies: list[dict[str, Any]], language: str) -> None:
        self.context.set_extra_http_headers({"Accept-Language": language})
        self.context.clear_cookies()
        self.context.add_cookies(cookies)  # type: ignore[arg-type]

    def show(self, address: str, width: int, text: int = 1, forced: bool = False) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(forced_colors="active" if forced else "none")
        self.protocol.send("Page.setFontSizes", {"fontSizes": {"standard": DEFAULT_TEXT * text}})
        if self.page.url != address:
            self.page.goto(address)

    def evaluate(self, function: str, *values: Any) -> Any:
        return self.page.evaluate(f"values => ({function})(...values)", list(values))

    def picture(self, selector: str = "") -> Image.Image:
        target = self.page.locator(selector).first if selector else None
        taken = target.screenshot() if target else self.page.screenshot(full_page=True)
        return Image.open(io.BytesIO(taken)).convert("RGB")


class Firefox:
    name = "Firefox"

    def __init__(self, driver: Marionette) -> None:
        self.driver = driver
        self.is_forced = False

    def become(self, url: str, cookies: list[dict[str, Any]], language: str) -> None:
        self.driver.set_pref("intl.accept_languages", language)
        self.driver.navigate(f"{url}/health/live")  # cookies can be set for the page that is shown alone
        self.driver.delete_all_cookies()
        for cookie in cookies:
            self.driver.add_cookie({"name": cookie["name"], "value": cookie["value"], "path": cookie["path"]})

    def show(self, address: str, width: int, text: int = 1, forced: bool = False) -> None:
        if forced != self.is_forced:
            self.driver.set_pref(FORCED_COLOURS, ALWAYS if forced else SYSTEM_DECIDES)
            self.is_forced = forced
        if self.driver.get_url() != address:
            self.driver.navigate(address)
        with self.driver.using_context("chrome"):
            self.driver.execute_script(RESIZE, script_args=[width])
            self.driver.execute_script(ENLARGE, script_args=[text])
        self.driver.execute_async_script(PAINTED)

    def evaluate(self, function: str, *values: Any) -> Any:
        return self.driver.execute_script(f"return ({function})(...arguments)", script_args=list(values))

    def picture(self, selector: str = "") -> Image.Image:
        target = self.driver.find_element("css selector", selector) if selector else None
        taken = self.driver.screenshot(element=target, format="binary", full=True)
        return Image.open(io.BytesIO(taken)).convert("RGB")


def firefox_path() -> str:
    path = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    if not path:
        unavailable("Firefox is not installed (Debian: firefox-esr)")
    return str(path)


@contextmanager
def firefox(log: Path) -> Iterator[Firefox]:
    """Start a Firefox with a profile of its own, which writes into this file, and end it."""
    with warnings.catch_warnings():  # its libraries import what Python will take away
        warnings.simplefilter("ignore", DeprecationWarning)
        from marionette_driver.marionette import Marionette

    driver = Marionette(
        bin=firefox_path(),
        headless=True,
        port=spare_port(),
        gecko_log=str(log),
        # The frame of the window is the browser's own, which the tests change.
        app_args=["-remote-allow-system-access"],
        # Bars that lie on the page and take no room of it, as on a telephone.
        prefs={"ui.useOverlayScrollbars": 1},
        startup_timeout=START_SECONDS,
    )
    try:
        driver.start_session()
        driver.timeout.page_load = driver.timeout.script = PAGE_SECONDS
        driver.set_window_rect(width=1400, height=HEIGHT + 100)
        yield Firefox(driver)
    finally:
        driver.quit(in_app=False)
        driver.cleanup()
