"""The taps of registering for an event on a phone: each touch of the page is counted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.portal_session import PortalSession
from tests.browser.test_pages import overflow
from tests.services.flow.people import PEOPLE
from tests.services.servers import wait_for
from tools.kinds import WIDTHS

Browse = Callable[..., Page]
# To the ticket with the button that confirms, without opening the mail; an officer's begin at the list.
MOST_TAPS, MOST_TAPS_OF_OFFICER = 8, 5
# An event in both languages with open registration; prints the page, its path and the code of somebody.
EVENT = """
import json
from events.models import Registration
from orgs.models import Membership
from tests.events.registrations import make_gathering, make_registration
from tests.factories import make_page
organization = Membership.objects.get(user__email={officer!r}).organization
event = make_page("event", organization, {language!r}, title="Khmer Unicode", venue="Provincial hall", live=True)
asked = {{"asks_province": True, "asks_age": True, "asks_disability": True}}
gathering = make_gathering(organization, event.translation_key, **asked)
make_registration(gathering, name="Chan Dara", phone="012345678", email="", confirmed_at=None)
for state in ("registered", "waiting", "cancelled"):
    make_registration(gathering, name="Keo " + state, state=state)
print(json.dumps([event.pk, event.url, gathering.registrations.first().code]))
"""


@dataclass
class OpenEvent:
    """An event of the officer's organization for which one can register; `code` is that of somebody on its list."""

    page: int
    address: str
    code: str


def make_open_event(session: PortalSession, language: str) -> OpenEvent:
    """Return a new event with open registration, once the portal has published it."""
    said = session.portal.python(EVENT.format(officer=PEOPLE["officer"], language=language))
    event = OpenEvent(*json.loads(said.splitlines()[-1]))
    public = f"SELECT 1 FROM catalog_catalogentry WHERE page_id = {event.page}"
    wait_for(lambda: session.portal.query(public), "the event to be public")
    return event


@dataclass
class Taps:
    """Touches things at a window and counts; with `looks`, every page that is looked at is tested at both widths."""

    page: Page
    looks: bool = True
    taps: int = 0
    faults: list[str] = field(default_factory=list)

    def tap(self, selector: str, to: str = "") -> None:
        """Touch something once; `to` is the pattern of the address to which it leads."""
        self.taps += 1
        self.page.locator(selector).first.tap()
        if to:
            self.page.wait_for_url(re.compile(to))

    def type(self, selector: str, text: str) -> None:
        """Type into the box that has the cursor."""
        expect(self.page.locator(selector)).to_be_focused()
        self.page.keyboard.type(text)

    def choose(self, selector: str, value: str) -> None:
        """Choose from a list that opens: one touch opens it, one chooses."""
        self.taps += 2
        self.page.locator(selector).select_option(value)

    def look(self, kind: str, language: str) -> None:
        """Note the language, what is too wide and what axe finds at both widths."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.faults.append(f"{kind}: another language")
        size = self.page.viewport_size
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 740})
            found = overflow(self.page) + (violations(self.page) if self.looks else [])
            self.faults += [f"{kind} ({language}, {width}): {what}" for what in found]
        self.page.set_viewport_size(size)  # type: ignore[arg-type]

    def go(self, address: str, kind: str, language: str) -> None:
        """Open an address and look at its page."""
        answer = self.page.goto(address)
        assert answer and answer.status == 200, address
        self.look(kind, language)
