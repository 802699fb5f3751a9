"""Every kind of page of the demo, looked at in Chromium and in Firefox: large text, forced colours, weave, header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser.engines import Chromium, Engine, firefox
from tests.browser.looks import colours, edge, faults_of_room, filled_share, is_woven
from tools.kinds import KINDS, LANGUAGES, PUBLIC
from tools.visitor import Visitor

# The demo is set up before the first of them.
pytestmark = [pytest.mark.drill, pytest.mark.browser, pytest.mark.timeout(900)]

PHONE, DESK = 360, 1280  # pixels
TWICE = 2
WINDOWS = {"en": 3, "km": 2}  # of those looked through: what does not fit is found on the phone
# Where links have a current one beside them.
CURRENT = {"events": ".nav", "organization": ".tabs", "workspace": ".nav", "queue": ".nav", "figures": ".tabs"}
# What only a ground or a wash would tell, by a page that has it: in forced colours it has an edge.
EDGED = {"workspace": ".state", "front": ".panel.help", "search": ".search .button", "library": ".mark"}
DRAWN = {"figures": ".plot", "event-held": ".cloth"}
DESCRIPTIONS = """() => document.querySelector("meta[name=robots][content=noindex]") ? null
  : [...document.querySelectorAll("head > meta[name=description]")].map(each => each.content.trim())"""
FOCUSED = """selector => {
  const e = document.querySelector(selector), style = (e.focus(), getComputedStyle(e));
  return document.activeElement === e && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""
BORDER = "selector => parseFloat(getComputedStyle(document.querySelector(selector)).borderBottomWidth)"
BROKEN = """<!doctype html><html lang=en><meta charset=utf-8><body class=work><header class=top>
  <svg class=wordmark width=178 height=38></svg><a href=/ style="position:absolute;left:50px;top:10px">on it</a>
  </header><hr class=hem style="margin:0"><p style="width:900px">wide</p>
  <svg width=50 height=20><text x=-9 y=15>1000</text></svg>
  <p style="width:40px;overflow-wrap:anywhere">all handwoven</p>
  <button style="width:40px;white-space:nowrap;overflow:hidden">Send for review</button>"""


@pytest.fixture(scope="module")
def engines(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Engine]]:
    with firefox(tmp_path_factory.mktemp("firefox") / "log") as other:
        yield [Chromium(chromium), other]


@contextmanager
def looking(demo: Visitor, engines: list[Engine], kind: str, language: str) -> Iterator[str]:
    """The address of the page of a kind, with both engines signed in as whoever sees it."""
    with demo.window(kind, language) as context:
        page = context.new_page()
        demo.open(page, kind, language)
        for engine in engines:
            engine.become(demo.url, context.cookies(), language)  # type: ignore[arg-type]
        yield page.url


def test_what_is_wrong_is_told_in_both_engines(engines: list[Engine]) -> None:
    """Eyes that see no fault may be blind."""
    for engine in engines:
        engine.show(f"data:text/html,{quote(BROKEN)}", PHONE)
        told = " ".join(faults_of_room(engine))
        for fault in (
            "page:",
            "cut:",
            "torn: handwoven",
            "out of its drawing",
            "on the wordmark",
            "the hem is",
            "no way to sign out",
        ):
            assert fault in told, (engine.name, fault)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_and_every_page_is_described(demo: Visitor, engines: list[Engine], language: str) -> None:
    """At ordinary text and at twice its size; what search engines may list has a description of its own."""
    found, descriptions = [], dict[str, str]()
    for kind in KINDS:
        with looking(demo, engines, kind, language) as address:
            if kind in PUBLIC:
                found += faults_of_description(engines[0], address, kind, descriptions)
            for engine in engines:
                for width, text in ((PHONE, 1), (PHONE, TWICE), (DESK, 1))[: WINDOWS[language]]:
                    engine.show(address, width, text)
                    where = f"{engine.name}, {kind} at {width}, text {text}"
                    found += [f"{where}: {fault}" for fault in faults_of_room(engine, text)]
    assert not found, "\n".join(found[:80])


def faults_of_description(engine: Engine, address: str, kind: str, others: dict[str, str]) -> list[str]:
    """Return the faults of a public page's description, beside those of other kinds of pages."""
    engine.show(address, PHONE)
    said = engine.evaluate(DESCRIPTIONS)
    if said is None:
        return []
    if len(said) != 1 or not said[0]:
        return [f"{kind}: {len(said)} descriptions, or an empty one"]
    other = others.setdefault(said[0], kind)
    return [f"{kind}: the description of {other}"] if other != kind else []


def test_hem_and_knot_are_woven(demo: Visitor, engines: list[Engine]) -> None:
    found = []
    for kind, selector in {"front": ".hem", "organization": ".hem", "workspace": ".hem", "article": ".knot"}.items():
        with looking(demo, engines, kind, "en") as address:
            for engine in engines:
                for width, forced in ((PHONE, False), (DESK, False), (DESK, True)):
                    engine.show(address, width, forced=forced)
                    if not is_woven(engine.picture(selector)):
                        found.append(f"{engine.name}, {selector} of {kind} at {width}{', forced colours' * forced}")
    assert not found, "\n".join(found)


def test_the_current_link_is_marked_in_forced_colours(demo: Visitor, engines: list[Engine]) -> None:
    found = []
    for kind, place in CURRENT.items():
        with looking(demo, engines, kind, "en") as address:
            for engine in engines:
                engine.show(address, DESK, forced=True)
                current, other = f"{place} [aria-current]", f"{place} a:not([aria-current])"
                if edge(engine.picture(current)) == edge(engine.picture(other)):
                    found.append(f"{engine.name}, {kind}")
    assert not found, "\n".join(found)


def test_the_clock_tells_its_state_in_forced_colours(demo: Visitor, engines: list[Engine]) -> None:
    with looking(demo, engines, "workspace", "en") as address:
        for engine in engines:
            engine.show(address, DESK, forced=True)
            done, now, later = (filled_share(engine.picture(f".clock li:nth-child({place})")) for place in (1, 2, 3))
            assert done - now > 0.2 and now - later > 0.2, (engine.name, done, now, later)


def test_states_buttons_drawings_and_focus_are_seen_in_forced_colours(demo: Visitor, engines: list[Engine]) -> None:
    def edged(engine: Engine, selector: str) -> bool:
        return bool(engine.evaluate(BORDER, selector) >= 1)

    def drawn(engine: Engine, selector: str) -> bool:
        return len(colours(engine.picture(selector))) > 1

    def focused(engine: Engine, selector: str) -> bool:
        return bool(engine.evaluate(FOCUSED, selector))

    asked: list[tuple[str, str, Callable[[Engine, str], bool]]] = [
        *((kind, selector, edged) for kind, selector in EDGED.items()),
        *((kind, selector, drawn) for kind, selector in DRAWN.items()),
        ("search", "main input[name=q]", focused),
    ]
    found = []
    for kind, selector, holds in asked:
        with looking(demo, engines, kind, "en") as address:
            for engine in engines:
                engine.show(address, DESK, forced=True)
                if not holds(engine, selector):
                    found.append(f"{engine.name}, {selector} of {kind}: not {holds.__name__}")
    assert not found, "\n".join(found)
