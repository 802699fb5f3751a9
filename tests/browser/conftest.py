"""Real Chromium against the portal's real processes: web and worker of their own, with a database of their own."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.people import SEED, Cast
from tests.conftest import template_database
from tests.services.conftest import unavailable
from tests.services.servers import Portal, spare_port

# Without these Chromium asks hosts of its maker at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
PATIENCE = 10_000  # milliseconds


def chromium_path() -> str:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        unavailable("Chromium is not installed (Debian: chromium)")
    return str(path)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """A running embedded portal with two organizations and a person of each role."""
    data = tmp_path_factory.mktemp("portal")
    shutil.copyfile(template_database(), data / "neary.sqlite3")
    yield from running(Portal(data), data)


def running(portal: Portal, data: Path) -> Iterator[Cast]:
    people: dict[str, Any] = json.loads(portal.python(SEED))
    port = spare_port()
    worker, web = portal.worker(), portal.web(port)
    try:
        yield Cast(portal=portal, url=f"http://localhost:{port}", people=people)
    finally:
        web.stop()
        worker.stop()


@pytest.fixture
def phone(chromium: Browser, cast: Cast) -> Iterator[Page]:
    yield from page_of(chromium.new_context(viewport=PHONE, base_url=cast.url))  # type: ignore[arg-type]


@pytest.fixture
def desk(chromium: Browser, cast: Cast) -> Iterator[Page]:
    yield from page_of(chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=cast.url))


@pytest.fixture
def stranger(chromium: Browser, cast: Cast) -> Iterator[Page]:
    yield from page_of(chromium.new_context(viewport=PHONE, base_url=cast.url, locale="en"))  # type: ignore[arg-type]


def page_of(context: BrowserContext) -> Iterator[Page]:
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
