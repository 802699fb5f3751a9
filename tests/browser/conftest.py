"""Real Chromium against the portal's real processes: web and worker of their own, with a database of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.fault_collector import FaultCollector
from tests.browser.portal_session import PortalSession
from tests.services.conftest import postgresql, redis, unavailable
from tests.services.flow.portal import Installation, embedded, served
from tests.services.servers import PostgreSQL, Redis
from tools.chromium import BRIEF, chromium_path
from tools.prepare_pages import set_up
from tools.visitor import Visitor

__all__ = ["postgresql", "redis"]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PATIENCE = 30_000  # milliseconds
# "Slow 4G" of Chromium's own tools: milliseconds, and bytes a second.
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}


def installed_chromium() -> str:
    path = chromium_path()
    if not path:
        unavailable("Chromium is not installed (Debian: chromium-headless-shell)")
    return path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)  # that of a context does not count for what is expected
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=BRIEF)
        yield browser
        browser.close()


@pytest.fixture
def session(embedded_session: PortalSession) -> PortalSession:
    """A running portal with two organizations, a person of each role, and a page of every kind."""
    return embedded_session


@pytest.fixture(scope="session")
def embedded_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalSession]:
    with running(embedded(tmp_path_factory.mktemp("embedded"))) as session:
        yield session


@pytest.fixture(scope="session")
def served_session(
    postgresql: PostgreSQL, redis: Redis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PortalSession]:
    with running(served(tmp_path_factory.mktemp("served"), postgresql, redis.url)) as session:
        yield session


@pytest.fixture(scope="session")
def demo(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Someone who finds every kind of page in a portal with the demo's content."""
    # The demo loads under no settings but these; with DEBUG a page that is not there would be Django's own.
    portal = Installation(tmp_path_factory.mktemp("demo"), settings="portal.settings.dev")
    with ExitStack() as processes:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("DEBUG", "false")
            for command in (["migrate", "-v0"], ["createcachetable"], ["set_up_portal"], ["demo"]):
                portal.manage(*command)
            portal.move_in()
            for start in (portal.serve, portal.worker):
                processes.callback(start().kill)
        visitor = Visitor(chromium, portal.url, portal.data)
        set_up(visitor)
        yield visitor


@contextmanager
def running(portal: Installation) -> Iterator[PortalSession]:
    with ExitStack() as processes:
        for start in (portal.serve, portal.worker):
            processes.callback(start().kill)
        yield PortalSession(portal)


@pytest.fixture
def browse(chromium: Browser, session: PortalSession) -> Iterator[Callable[..., Page]]:
    """Opens a window with cookies of its own. At the end no window may have had a fault (FaultCollector)."""
    with ExitStack() as contexts:
        collectors = []

        def window(viewport: dict[str, int] = PHONE, **options: Any) -> Page:
            context = chromium.new_context(viewport=viewport, base_url=session.url, **options)  # type: ignore[arg-type]
            contexts.callback(context.close)
            context.set_default_timeout(PATIENCE)
            collectors.append(FaultCollector(context, session.url))
            return context.new_page()

        yield window
        faults = [fault for collector in collectors for fault in collector.faults]
    assert not faults


@pytest.fixture
def phone(browse: Callable[..., Page]) -> Page:
    return browse()


@pytest.fixture
def slow_phone(browse: Callable[..., Page]) -> Page:
    """A phone that is touched, on a slow line; set_offline is not for it, as it would end the slow line."""
    page = browse(PHONE, has_touch=True, is_mobile=True)
    # A service worker fetches pages too, and its line would not be slow.
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    return page


@pytest.fixture
def desk(browse: Callable[..., Page]) -> Page:
    return browse(DESK)


@pytest.fixture
def stranger(browse: Callable[..., Page]) -> Page:
    return browse(locale="en")
