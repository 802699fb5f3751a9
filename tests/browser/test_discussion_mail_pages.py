"""The pages to which links in the mails of boards lead, on a small phone and on a wide screen, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import cycle

import pytest
from playwright.sync_api import Page

from tests.browser.axe import put, violations
from tests.browser.khmer_typography import language_faults, typography_faults
from tests.browser.portal_session import PortalSession
from tests.browser.test_pages import overflow
from tools.kinds import LANGUAGES, MODES, WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SEED = """
import json
from urllib.parse import urlsplit
from discussions.joining.links import join_link
from discussions.mailing.links import choice_link, leave_link, subscription_token
from discussions.models import AskedPost, IncomingMail, JoinRequest, Participant, Post, Subscription
from discussions.receiving.links import asked_link, cut_link
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from tests.services.flow.seed import KHMER

def pages_of(language):
    names = {"name_en": "Board of mails", "name_km": "ក្តារអ៊ីមែល"}
    board = make_board(f"mails-{language}", **names)
    # The same name twice would get a number, in Western digits.
    hers = make_participant({"en": "Sophea", "km": "សុខា"}[language], language=language)
    subscription = Subscription.objects.create(participant=hers, board=board)
    paused = make_participant({"en": "Dara", "km": "ដារ៉ា"}[language], language=language, state=Participant.State.PAUSED)
    post = make_post(make_thread(board, hers, KHMER[:40], KHMER), hers, KHMER)
    known = {"recipient": "board", "cut": KHMER, "post": post}
    mails = [IncomingMail.objects.create(digest=f"{language}{number}", **known) for number in range(3)]
    known = {"participant": hers, "board": board, "text": KHMER}
    asked = [
        AskedPost.objects.create(mail=mail, why=why, message_id=why, **known, **fields)
        for mail, why, fields in (
            (mails[1], "sender", {"thread": post.thread, "sender": "another-address-of-hers@readers.example.org"}),
            (mails[2], "rules", {"title": KHMER[:40]}),
        )
    ]
    token = subscription_token(subscription)
    of_paused = subscription_token(Subscription.objects.create(participant=paused, board=board))
    request = JoinRequest.objects.create(participant=hers, board=board, language=language, is_mailed=True)
    links = {
        "choice": choice_link(token, language),
        "choice of mails that came back": choice_link(of_paused, language),
        "leave": leave_link(token, language),
        "was this you": asked_link(asked[0]),
        "may it be published": asked_link(asked[1]),
        "what was cut": cut_link(mails[0], hers),
        "an old link": asked_link(asked[0])[:-3] + "/",
        "is this you": join_link(request),
    }
    return {name: urlsplit(link).path for name, link in links.items()}

print(json.dumps({language: pages_of(language) for language in ("en", "km")}))
"""
# What a button of a page leads to.
PRESSED = {"leave": "button.stop", "was this you": "button[value=no]", "what was cut": "button[value=restore]"}
NAMES = r"Board of mails|Sophea|Dara|សុខា|ដារ៉ា"


@pytest.fixture(scope="module")
def links(embedded_session: PortalSession) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(embedded_session.portal.python(SEED).splitlines()[-1])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_mails_open(browse: Callable[..., Page], links: dict[str, dict[str, str]], language: str) -> None:
    """The rules of accessibility look at each page once: at what is narrow in one language, in the other one wide."""
    page, found = browse(), []
    turns = cycle(zip(WIDTHS if language == "en" else reversed(WIDTHS), MODES, strict=True))

    def look(name: str) -> None:
        assert page.locator("html").get_attribute("lang") == language
        for width in WIDTHS:
            put(page, width, "light")
            found.extend(f"{name} at {width}: {fault}" for fault in overflow(page))
        put(page, *next(turns))
        faults = [*violations(page), *typography_faults(page), *language_faults(page, NAMES)]
        found.extend(f"{name}: {fault}" for fault in faults)

    for name, path in links[language].items():
        answer = page.goto(path)
        assert answer and answer.status == (404 if name == "an old link" else 200), name
        look(name)
        if name in PRESSED:
            page.locator(f"main {PRESSED[name]}").click()
            page.wait_for_load_state()
            look(f"{name}, pressed")
    assert not found, "\n".join(found)
