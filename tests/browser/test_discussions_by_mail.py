"""The whole way of a discussion: from a stranger's phone over the editors' desk and Postfix to an answer by mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PATIENCE, PHONE
from tests.browser.first_post import MOST_TAPS, TEXT, FirstPost
from tests.browser.portal_session import PortalSession
from tests.services.conftest import data, postfix
from tests.services.discussions.portal import MailPortal
from tests.services.flow import portal as flow
from tests.services.postfix import Postfix, send
from tests.services.processes import wait_for
from tools.mails import text_of

__all__ = ["data", "postfix"]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]

WRITER, SUBSCRIBER = "writer@readers.test", "subscriber@readers.test"
NUMBER = "012 345 678"
ANSWER = "The bus driver takes us home now."
# The subscriber wrote three posts, so that her answer is public at once.
SEED = f"""
from discussions.models import Subscription
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
board, dara = make_board("gender"), make_participant("Dara", email="{SUBSCRIBER}")
thread = make_thread(board, dara, "Night shifts", "Who knows of a bus?")
make_post(thread, dara, "There is none at ten.")
make_post(thread, dara, "Nor at eleven.")
Subscription.objects.create(participant=dara, board=board)
"""
WAITING = "SELECT id FROM moderation_matter WHERE kind = 'post' AND state = 'waiting'"


@dataclass
class MailedPortal(MailPortal, flow.Installation):
    """A filled portal with an address of its own, whose mails come and go by a Postfix."""

    settings: str = flow.Installation.settings

    @property
    def env(self) -> dict[str, str]:
        return super().env | {"BASE_URL": self.url}


@dataclass
class Windows:
    """A portal with all its processes, and browsers that look at it."""

    session: PortalSession
    postfix: Postfix
    open: Callable[..., Page]

    def mail_to(self, address: str, having: str) -> Message:
        """Return the newest mail in a mailbox whose text has a word; waits until Postfix has brought one."""

        def found() -> list[Message]:
            return [mail for mail in self.postfix.mails(address) if having in text_of(mail)]

        wait_for(found, f"a mail to {address}", PATIENCE / 1000)
        return found()[-1]


@pytest.fixture
def windows(data: Path, postfix: Postfix, chromium: Browser) -> Iterator[Windows]:
    filled = flow.embedded(data)
    portal = MailedPortal(data, port=filled.port, lmtp_port=postfix.lmtp_port, postfix_port=postfix.portal_port)
    portal.python(SEED)
    postfix.add_mailboxes([WRITER, SUBSCRIBER])
    with ExitStack() as ended:
        for start in (portal.serve, portal.worker, portal.lmtp):
            ended.callback(start().kill)

        def window(**options: object) -> Page:
            context = chromium.new_context(base_url=portal.url, **options)  # type: ignore[arg-type]
            ended.callback(context.close)
            context.set_default_timeout(PATIENCE)
            return context.new_page()

        yield Windows(PortalSession(portal), postfix, window)


def secrets_in(text: str) -> list[str]:
    return [word for word in (SUBSCRIBER, WRITER, NUMBER) if word in text]


def sender_of(mail: Message) -> str:
    return str(make_header(decode_header(mail["From"])))


def answer_to(mail: Message) -> bytes:
    """Return what a mail program sends when a mail is answered: new text above the quotation."""
    answer = EmailMessage()
    answer["From"], answer["To"] = f"Dara <{SUBSCRIBER}>", mail["Reply-To"]
    answer["Subject"], answer["Message-ID"] = f"Re: {mail['Subject']}", "<answer@readers.test>"
    answer["In-Reply-To"] = answer["References"] = mail["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in text_of(mail).splitlines())
    answer.set_content(f"{ANSWER}\n\nOn Saturday, {sender_of(mail)} wrote:\n{quoted}\n\n-- \nDara, {NUMBER}\n")
    return answer.as_bytes()


def approve_the_post(editor: Page, windows: Windows) -> None:
    """Decide at the editors' desk, from the queue to the button."""
    checked = f"SELECT count(*) FROM moderation_checkresult WHERE matter_id IN ({WAITING})"
    wait_for(lambda: windows.session.portal.query(checked)[0][0], "the checks of the post")
    windows.session.sign_in(editor, "editor", to="/workspace/queue/")
    editor.locator(".queue tbody th a", has_text="Night shifts").click()
    expect(editor.locator("main")).to_contain_text(TEXT)
    editor.locator(".bar button[data-key=a]").click()
    editor.locator(".alert.good").wait_for()


def test_a_post_goes_from_a_phone_to_the_desk_and_by_mail_and_back(windows: Windows) -> None:
    phone = windows.open(viewport=PHONE, has_touch=True, is_mobile=True)
    stranger = FirstPost(phone, "en", WRITER)
    stranger.write("gender")
    stranger.confirm(text_of(windows.mail_to(WRITER, "/discussions/join/confirm/")))
    assert stranger.taps <= MOST_TAPS
    assert not windows.postfix.mails(SUBSCRIBER)

    approve_the_post(windows.open(viewport=DESK), windows)

    mail = windows.mail_to(SUBSCRIBER, TEXT)
    assert sender_of(mail).startswith("Reader en · Neary <")
    assert WRITER not in mail.as_string() and WRITER not in text_of(mail)
    send(windows.postfix, SUBSCRIBER, [str(mail["Reply-To"])], answer_to(mail))
    answered = f"SELECT 1 FROM discussions_post WHERE origin = 'mail' AND state = 'public' AND text = '{ANSWER}'"
    wait_for(lambda: windows.session.portal.query(answered), "the answer to be public", PATIENCE / 1000)

    phone.reload()
    for page in (phone, windows.open(viewport=PHONE)):
        page.goto(phone.url)
        expect(page.locator("article.posting .words").nth(3)).to_have_text(TEXT)
        expect(page.locator("article.posting .words").nth(4)).to_have_text(ANSWER)
        expect(page.locator("article.posting .state.waiting")).to_have_count(0)
        assert not secrets_in(page.content())
    for program in ("web", "worker", "lmtp"):
        said = windows.session.portal.log(program).read_text()
        assert said and not secrets_in(said), program
