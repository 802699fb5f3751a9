"""Registering for an event on a small phone: few taps, without scripts, and no page that axe finds a fault in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.portal_session import PortalSession, found
from tests.browser.registering import MOST_TAPS, MOST_TAPS_OF_OFFICER, Browse, OpenEvent, Taps, make_open_event
from tests.services.flow.people import PEOPLE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def register(newcomer: Taps, event: OpenEvent, language: str, address: str) -> None:
    """Go from the event's page to the page that says that a mail was sent."""
    newcomer.go(event.address, "event", language)
    newcomer.tap(".places a.button", to="/register/$")
    newcomer.look("register", language)
    newcomer.type("input[name=name]", "Chan Sokha")
    newcomer.tap("input[name=reach]")
    newcomer.type("input[name=reach]", address)
    newcomer.tap("input[name=sex][value=woman]")
    newcomer.choose("select[name=organization_kind]", "ngo")
    newcomer.tap("input[name=agrees]")
    newcomer.tap("main form.stack button", to="/registered/$")
    newcomer.look("sent", language)


@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("en", True), ("km", True)])
def test_a_newcomer_registers_and_has_her_ticket(
    browse: Browse, session: PortalSession, language: str, scripts: bool
) -> None:
    event = make_open_event(session, language)
    page = browse(PHONE, has_touch=True, is_mobile=True, java_script_enabled=scripts)
    newcomer, address = Taps(page, looks=scripts), f"{language}-{scripts}@example.org".lower()
    register(newcomer, event, language, address)
    own = found(session.mail_to(address, "/e/"), r"(/e/\w{22}/)")
    newcomer.go(own, "to confirm", language)
    expect(page.locator(".ticket svg")).to_have_count(0)
    newcomer.tap("main form button", to=r"done=confirmed$")
    assert newcomer.taps <= MOST_TAPS
    expect(page.locator(".ticket svg.qr")).to_be_visible()
    expect(page.locator(".ticket .sign")).to_have_text(re.compile(r"^\w{4} \w{4} \w{2}$"))
    newcomer.look("own page", language)
    for part in ("change", "cancel", "delete"):
        newcomer.go(f"{own}{part}/", part, language)
    page.locator("main form button").tap()
    expect(page.locator("main form")).to_have_count(0)
    newcomer.look("deleted", language)
    assert not newcomer.faults


@pytest.fixture
def officer_language(session: PortalSession, request: pytest.FixtureRequest) -> Iterator[str]:
    """The language in which the officer works for the time of a test."""
    change = "UPDATE accounts_user SET language = '{}' WHERE email = '" + PEOPLE["officer"] + "'"
    ((before,),) = session.portal.query(f"SELECT language FROM accounts_user WHERE email = '{PEOPLE['officer']}'")
    session.portal.execute(change.format(request.param))
    yield request.param
    session.portal.execute(change.format(before))


@pytest.mark.parametrize("officer_language", ["en", "km"], indirect=True)
def test_an_officer_adds_somebody_without_mail(browse: Browse, session: PortalSession, officer_language: str) -> None:
    event = make_open_event(session, "en")
    page = browse(PHONE, has_touch=True, is_mobile=True)
    officer, people = Taps(page), f"/workspace/piece/{event.page}/registration/"
    session.sign_in(page, "officer")
    for part, kind in (("settings/", "settings"), ("list/", "printed list"), ("", "list")):
        officer.go(f"{people}{part}", kind, officer_language)
    officer.tap("a.button[href$='/registration/add/']", to="/add/$")
    officer.look("add", officer_language)
    officer.type("input[name=name]", "Som Bopha")
    officer.tap("input[name=reach]")
    officer.type("input[name=reach]", "012 999 888")
    officer.tap("input[name=sex][value=woman]")
    officer.tap("input[name=organization_kind][value=commune-council]")
    officer.tap("button[name=agrees]", to="/registration/$")
    assert officer.taps <= MOST_TAPS_OF_OFFICER
    expect(page.locator("main")).to_contain_text("Som Bopha")
    officer.look("list after", officer_language)
    officer.go(f"/workspace/check-in/code/{event.code}/", "check-in by code", officer_language)
    assert not officer.faults
