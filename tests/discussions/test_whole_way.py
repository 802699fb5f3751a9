"""The whole way of a discussion without scripts: only the forms and links that pages and mails show are used."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.core import mail as sent
from django.test import Client

from discussions.models import Subscription
from discussions.services.mail_in.receiving import accept_mail
from tests.accounts.sign_in_helpers import sign_in
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from tests.discussions.test_joining import digits_in

pytestmark = pytest.mark.django_db
TEXT, ANSWER = "What we saw in our commune.", "The bus driver takes us home now."
WRITER, SUBSCRIBER = "writer@readers.test", "subscriber@readers.test"


class PlainBrowser:
    """A browser without scripts: it follows links and sends forms as a page has them."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def open(self, url: str) -> None:
        self.show(self.client.get(url, follow=True), url)

    def show(self, answer: Any, url: str) -> None:
        assert answer.status_code == 200, url
        self.url = answer.redirect_chain[-1][0] if answer.redirect_chain else url
        self.page = BeautifulSoup(answer.content, "html.parser")

    def follow(self, selector: str) -> None:
        self.open(urljoin(self.url, str(self.page.select_one(selector)["href"])))

    def send(self, selector: str, button: str, **typed: str) -> None:
        """Send a form with what it holds, what was typed, and the button that was pressed."""
        form, pressed = self.page.select_one(selector), self.page.select_one(f"{selector} {button}")
        hidden = {str(each["name"]): str(each.get("value", "")) for each in form.select("input[type=hidden]")}
        missing = [name for name in typed if not form.select(f"[name={name}]")]
        assert not missing, missing
        own = {str(pressed["name"]): str(pressed["value"])} if pressed.get("name") else {}
        url = urljoin(self.url, form.get("action") or "")
        self.show(self.client.post(url, hidden | typed | own, follow=True), url)


@pytest.fixture
def thread(portal, settings):
    settings.DISCUSSIONS_MAIL_DOMAIN = "lists.test"
    board, dara = make_board(), make_participant("Dara", email=SUBSCRIBER)
    thread = make_thread(board, dara)
    for text in ("There is none at ten.", "Nor at eleven."):
        make_post(thread, dara, text)
    Subscription.objects.create(participant=dara, board=board)
    return thread


def mail_to(address: str) -> Any:
    return [each for each in sent.outbox if each.to == [address] or address in each.recipients()][-1]


def test_a_post_goes_to_the_desk_and_by_mail_and_back_without_scripts(thread, editor, drain):
    drain()
    stranger, at_desk, reader = PlainBrowser(Client()), PlainBrowser(Client()), PlainBrowser(Client())
    stranger.open("/en/discussions/gender/")
    stranger.follow("article.talk h3 a")
    stranger.follow("#answer a.button")
    typed = {"text": TEXT, "name": "Chan", "email": WRITER, "agrees": "on"}
    stranger.send("form.post", "button[value=send]", **typed)
    drain()
    stranger.send("main form", "button", digits=digits_in(mail_to(WRITER)))
    drain()
    assert stranger.page.select_one(".state.waiting") and TEXT in stranger.page.get_text()

    sign_in(at_desk.client, editor)
    at_desk.open("/workspace/queue/")
    at_desk.follow(".queue tbody th a")
    at_desk.send("form#decide", "button.button:not([formaction])", decision="approved")
    drain()

    mail = mail_to(SUBSCRIBER)
    assert TEXT in mail.body and WRITER not in str(mail.message())
    answer = EmailMessage()
    answer["From"], answer["Message-ID"], answer["Subject"] = SUBSCRIBER, "<answer@readers.test>", f"Re: {mail.subject}"
    answer.set_content(f"{ANSWER}\n\n" + "\n".join(f"> {line}" for line in mail.body.splitlines()))
    assert accept_mail(mail.message()["Reply-To"], answer.as_bytes())
    drain()
    reader.open(thread.url)
    said = [words.get_text(" ", strip=True) for words in reader.page.select("article.posting .words")]
    assert said[-2:] == [TEXT, ANSWER]
