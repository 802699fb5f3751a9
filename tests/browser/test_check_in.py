"""Two telephones without internet check people in at one door; the portal has everybody once, at the earliest time."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from khmer.templatetags.khmer import localnumber
from tests.browser.axe import violations
from tests.browser.portal_session import PortalSession
from tests.services.flow.people import PEOPLE
from tests.services.servers import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# An event that began an hour ago, with so many people on its list; prints the gathering and the codes.
EVENT = """
import json
from datetime import timedelta
from django.utils import timezone
from events.models import Registration
from orgs.models import Membership
from tests.events.registrations import make_gathering, make_registration
from tests.factories import make_page
membership = Membership.objects.get(user__email={officer!r})
now = timezone.now()
times = {{"starts_at": now - timedelta(hours=2), "ends_at": now + timedelta(hours=3)}}
event = make_page("event", membership.organization, title="Door {people}", live=True, **times)
gathering = make_gathering(membership.organization, event.translation_key)
people = [make_registration(gathering, name=f"Participant {{number}}") for number in range({people})]
print(json.dumps([gathering.pk, [person.code for person in people]]))
"""
# A browser that reads codes, as on a telephone: what its camera sees is what a test puts into window.seen.
CAMERA = """
window.BarcodeDetector = class { async detect() { return window.seen ? [{ rawValue: window.seen }] : []; } };
const picture = document.createElement("canvas");
const pen = picture.getContext("2d");
setInterval(() => pen.fillRect(Math.random() * 100, 0, 10, 10), 50);
navigator.mediaDevices.getUserMedia = async () => picture.captureStream(10);
"""
TOLERANCE = 3  # seconds between a tap and what the test notes of it


@dataclass
class Phone:
    """A telephone at the door: its page, and the moments at which codes were first tapped on it."""

    page: Page
    gathering: int
    taps: dict[str, float] = field(default_factory=dict)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def open_list(self) -> None:
        self.page.goto(f"/workspace/check-in/{self.gathering}/")
        self.page.evaluate("navigator.serviceWorker.ready")
        expect(self.page.locator("[data-part=net]")).to_be_hidden()

    def tap(self, code: str) -> None:
        """Tap "Here" beside a name until the telephone says so; whoever is here already has no button."""
        button = self.page.locator(f"[data-code='{code}'] button")
        if button.is_visible():
            self.taps.setdefault(code, time.time())
            button.click()
            # What the telephone has said is kept, also when its page is left in the next moment.
            expect(button).to_be_hidden()

    def scan(self, code: str) -> None:
        """Open the address in a code, as the telephone's camera does."""
        self.page.goto(f"/workspace/check-in/code/{code}/")
        self.taps.setdefault(code, time.time())
        expect(self.page.locator("[data-part=result]")).to_be_visible()

    def lose_answers(self, number: int) -> list[int]:
        """Let the portal store what is sent, and lose its next answers on the way."""
        lost: list[int] = []

        def lose(route: Route) -> None:
            if len(lost) < number:
                lost.append(route.fetch().status)
                route.abort()
            else:
                route.continue_()

        self.context.route("**/entries/", lose)
        return lost

    def kept(self) -> int:
        """The number of taps that wait on this telephone."""
        return self.page.evaluate(
            """() => new Promise((done) => {
                const asked = indexedDB.open("check-in");
                asked.onsuccess = () => {
                    const all = asked.result.transaction("waiting").objectStore("waiting").count();
                    all.onsuccess = () => done(all.result);
                };
            })"""
        )

    def send_until_nothing_waits(self) -> None:
        def sent() -> bool:
            self.page.evaluate("dispatchEvent(new Event('online'))")
            return self.kept() == 0

        wait_for(sent, "a telephone to send all that it keeps")


def make_event(session: PortalSession, people: int) -> tuple[int, list[str]]:
    said = session.portal.python(EVENT.format(people=people, officer=PEOPLE["officer"]))
    gathering, codes = json.loads(said.splitlines()[-1])
    return gathering, codes


def play(browse: Callable[..., Page], session: PortalSession, people: int, taps: int, lost: int) -> None:
    """Both telephones load the list, lose the internet, check people in, and come back to it with lost answers."""
    gathering, codes = make_event(session, people)
    phones = [Phone(browse(), gathering) for _ in range(2)]
    for phone in phones:
        session.sign_in(phone.page, "officer")
        phone.open_list()
    # The clock of one telephone is an hour ahead.
    phones[1].context.clock.set_system_time(time.time() + 3600)
    random = Random(taps)
    for phone in phones:
        phone.context.set_offline(True)
    for number in range(taps):
        phone = phones[number % 2]
        code = random.choice(codes)
        phone.scan(code) if number % 12 == 0 else phone.tap(code)
    phones[0].page.reload()
    expect(phones[0].page.locator("[data-part=net]")).to_be_visible()
    answers = [phone.lose_answers(lost // 2) for phone in phones]
    for phone in phones:
        phone.context.set_offline(False)
    for phone in phones:
        phone.send_until_nothing_waits()
    assert sum(map(len, answers)) == lost
    check_union(session, phones)


def check_union(session: PortalSession, phones: list[Phone]) -> None:
    """The portal has everybody whom one of the telephones checked in, once a day, at the earlier of the two times."""
    # The run may pass midnight in Cambodia, and each day counts for itself.
    earliest: dict[tuple[str, str], float] = {}
    for phone in phones:
        for code, at in phone.taps.items():
            key = (code, day_of(at))
            earliest[key] = min(at, earliest.get(key, at))
    stored = {
        (code, day): float(at)
        for code, day, at in session.portal.query(
            "SELECT r.code, c.day, strftime('%s', c.at) FROM events_checkin c JOIN events_registration r"
            f" ON r.id = c.registration_id WHERE r.gathering_id = {phones[0].gathering}"
        )
    }
    assert sorted(stored) == sorted(earliest)
    wrong = {key: at - earliest[key] for key, at in stored.items() if abs(at - earliest[key]) > TOLERANCE}
    assert not wrong
    here = sum(day == day_of(time.time()) for _code, day in stored)
    for phone in phones:
        phone.open_list()
        language = phone.page.locator("html").get_attribute("lang")
        assert phone.page.locator("[data-part=here]").inner_text() == localnumber(here, language)


def day_of(at: float) -> str:
    """Return the day in Cambodia of a time in seconds, as the database writes it."""
    return datetime.fromtimestamp(at, ZoneInfo("Asia/Phnom_Penh")).date().isoformat()


def test_two_telephones_without_internet(browse: Callable[..., Page], session: PortalSession) -> None:
    play(browse, session, people=20, taps=26, lost=4)


@pytest.mark.drill
def test_two_telephones_and_two_hundred_people(browse: Callable[..., Page], session: PortalSession) -> None:
    play(browse, session, people=200, taps=230, lost=20)


def test_codes_are_scanned_one_after_another_where_the_browser_reads_them(phone: Page, session: PortalSession) -> None:
    gathering, codes = make_event(session, people=3)
    session.sign_in(phone, "officer")
    phone.add_init_script(CAMERA)
    door = Phone(phone, gathering)
    door.open_list()
    button = phone.get_by_role("button", name=re.compile("^(Scan|ស្កេន)$"))
    button.click()
    for number in (2, 0):
        phone.evaluate(
            "code => { window.seen = `https://neary.test/workspace/check-in/code/${code}/`; }", codes[number]
        )
        expect(phone.locator("[data-part=result] b")).to_have_text(f"Participant {number}")
    phone.evaluate("window.seen = 'https://elsewhere.test/'")
    assert not violations(phone)
    button.click()
    expect(phone.locator("video")).to_be_hidden()
    expect(phone.locator("li.person [data-here]:visible")).to_have_count(2)


def test_the_door_on_a_small_telephone(phone: Page, session: PortalSession) -> None:
    gathering, codes = make_event(session, people=4)
    session.sign_in(phone, "officer")
    door = Phone(phone, gathering)
    door.open_list()
    door.tap(codes[0])
    expect(phone.locator("[data-part=result] b")).to_have_text("Participant 0")
    assert not violations(phone)
    phone.locator("[data-part=undo]").click()
    expect(phone.locator(f"[data-code='{codes[0]}'] button")).to_be_visible()
    wait_for(lambda: door.kept() == 0, "the tap and its undoing to be sent")
    phone.locator("input[type=search]").fill("participant 3")
    expect(phone.locator("li.person:visible")).to_have_count(1)
    phone.locator("summary").click()
    phone.locator("input[name=name]").fill("Sok Thida")
    phone.locator("input[name=agrees]").check()
    phone.locator("input[type=search]").fill("")
    phone.locator("button[name=add]").click()
    expect(phone.locator("li.person:visible")).to_have_count(5)
    wait_for(lambda: door.kept() == 0, "somebody who was not on the list to be sent")
    phone.locator("a[href='/accounts/logout/']").click()
    phone.locator("main form button").first.click()
    phone.wait_for_url("**/")
    # Her session is over: whoever comes next signs in anew.
    del session.cookies["officer"]
    phone.goto("/en/")
    assert phone.evaluate("indexedDB.databases().then((all) => all.length)") == 0
