"""Accessibility by rule, on a page of every kind: each in one language, width and mode, in turn. Drills walk all."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.axe import looks, put, violations
from tests.browser.portal_session import PortalSession
from tests.services.flow.public import PAGES
from tools.kinds import LANGUAGES, PRIVATE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MORE = {
    "calendar": "events/month/",
    "suggestions": "search/suggestions/?q=wom",
    "help of a kind": "help/?kind=law",
    "how pieces are read": "how-we-check/",
    "privacy": "privacy/",
    "who runs it": "imprint/",
    "asking to join": "join/",
    "following": "follow/?organization=silk-weavers",
    "without internet": "offline/",
}
AT_THE_DOOR = ["/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"]


def at(page: Page, path: str, width: int, mode: str) -> list[str]:
    put(page, width, mode)
    page.goto(path)
    return [f"{path} at {width}, {mode}: {fault}" for fault in violations(page)]


def public_pages() -> Iterator[tuple[str, int, str]]:
    """Yield the path of each public page with its width and mode."""
    turns = itertools.cycle(itertools.product(LANGUAGES, looks()))
    for below in [*PAGES.values(), *MORE.values()]:
        language, look = next(turns)
        yield f"/{language}/{below}", *look
    for path, look in zip(AT_THE_DOOR, looks(), strict=False):
        yield path, *look


@pytest.mark.parametrize("step", [pytest.param(8, id="every eighth"), pytest.param(1, id="all")])
def test_public_pages_break_no_rule(browse: Callable[..., Page], step: int) -> None:
    page = browse()
    found = [fault for asked in itertools.islice(public_pages(), 0, None, step) for fault in at(page, *asked)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", ["officer", "manager", "editor"])
def test_pages_at_work_break_no_rule(session: PortalSession, browse: Callable[..., Page], role: str) -> None:
    page, found = browse(), []
    session.sign_in(page, role)
    paths = [kind.address for kind in PRIVATE.values() if kind.role == role and "{" not in kind.address]
    for path, look in zip(dict.fromkeys(paths), itertools.cycle(looks())):
        found += at(page, path, *look)
    assert not found, "\n".join(found)


def test_the_rules_find_what_is_broken(browse: Callable[..., Page]) -> None:
    page = browse()
    page.set_content("<main><img src='data:,'><a href='/'></a><p style='color:#ccc'>pale</p></main>")
    assert {fault.partition(":")[0] for fault in violations(page)} >= {"image-alt", "link-name", "color-contrast"}
