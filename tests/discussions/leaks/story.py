"""A whole life of a board whose people have unmistakable addresses, names and telephone numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from django.core import mail as sent
from django.test import Client

from discussions.models import Board, Participant, Post, Subscription, Thread
from discussions.services.mail_in.receiving import accept_mail
from moderation.models import Matter
from moderation.services.matters import decide_matter
from outbox.models import Event
from tests.accounts.sign_in_helpers import sign_in
from tests.discussions.factories import make_board
from tests.discussions.test_joining import digits_in
from tests.factories import drain_outbox, make_user

PHONE = "097 531 8642"
# What tells who somebody is, by the addresses to which her mails go; each word stands nowhere else.
WRITER, ALIAS = "quillzq.writer@plantedaq.example", "quillzq.alias@plantedbq.example"
MEMBER, READER, WEEKLY = "pearlzq@plantedcq.example", "readerzq@planteddq.example", "weeklyzq@plantedeq.example"
SECRETS = {
    WRITER: ("quillzq", "plantedaq", "plantedbq", "quillanda", "zqvist", PHONE, PHONE.replace(" ", "")),
    MEMBER: ("pearlzq", "plantedcq", "pearlova", "zqstrand"),
    READER: ("readerzq", "planteddq"),
    WEEKLY: ("weeklyzq", "plantedeq"),
}
REASON, APPEAL = "It names a shop.", "It is no shop, it is a school."


def mails_to(address: str) -> list[Any]:
    return [mail for mail in sent.outbox if address in mail.recipients()]


@dataclass
class Story:
    """The people at their devices; `payloads` are those of all events, as they were recorded."""

    editor: Any
    administrator: Any
    payloads: list[tuple[str, str]]
    clients: dict[str, Client]
    revealed: str = ""

    @property
    def board(self) -> Board:
        return Board.objects.get(slug="gender")

    @property
    def thread(self) -> Thread:
        return Thread.objects.get(board=self.board)

    def drain(self) -> None:
        """Carry out what waits, and keep what each event said before it was carried out."""
        seen = 0
        while newer := list(Event.objects.filter(pk__gt=seen).order_by("pk")):
            self.payloads += [(event.kind, repr(event.payload)) for event in newer]
            seen = newer[-1].pk
            drain_outbox()

    def post(self, who: str, url: str, **typed: str) -> Any:
        answer = self.clients[who].post(url, typed)
        assert answer.status_code in (200, 302), (url, answer.status_code)
        assert b'id="problems"' not in answer.content, url
        self.drain()
        return answer

    def join(self, address: str, rhythm: str) -> None:
        """Take part from a device without an account, and get the board's mails."""
        self.clients[address] = Client()
        asked = self.post(address, "/en/discussions/join/?board=gender", email=address, rhythm=rhythm)
        self.post(address, asked.url, digits=digits_in(mails_to(address)[-1]))

    def approve_all(self) -> None:
        for matter in Matter.objects.waiting().filter(kind="post"):
            decide_matter(matter, self.editor, "approved")
        self.drain()

    def bring(self, recipient: str, sender: str, text: str, number: int) -> None:
        """Bring a mail with a signature, a file and an id, all of which tell who wrote it."""
        mail = EmailMessage()
        mail["From"], mail["Subject"] = f"Quillanda Zqvist <{sender}>", "Re: Night shifts"
        mail["Message-ID"] = f"<{number}@quillzq-laptop.plantedaq.example>"
        mail.set_content(f"{text}\n\n-- \nQuillanda Zqvist\n{PHONE}\n{sender}\n")
        mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="zqvist.pdf")
        assert accept_mail(recipient, mail.as_bytes())
        self.drain()


def play(editor: Any, administrator: Any) -> Story:
    """Let them join, write, get mails, block, report and appeal; an editor hides, an administrator reveals."""
    make_board()
    story = Story(editor, administrator, [], {})
    for who, rhythm in ((WRITER, "each"), (READER, "each"), (WEEKLY, "weekly")):
        story.join(who, rhythm)
    begin_to_write(story)
    answer_by_mail(story)
    disagree(story)
    return story


def begin_to_write(story: Story) -> None:
    """Write as a participant without an account, and under a pseudonym as somebody with one."""
    typed = {"title": "Night shifts", "text": "Who knows of a bus?", "name": "Lotus", "agrees": "on"}
    story.post(WRITER, "/en/discussions/gender/start/", **typed)
    story.approve_all()
    story.clients[MEMBER] = Client()
    sign_in(story.clients[MEMBER], make_user(MEMBER, first_name="Pearlova", last_name="Zqstrand"))
    story.post(MEMBER, "/en/discussions/me/")
    answer = f"{story.thread.url}answer/"
    story.post(MEMBER, answer, text="There is none at ten.", name="Jasmine", agrees="on", organization="")
    story.approve_all()
    story.post(MEMBER, answer, text="My draft of it.", action="draft")


def answer_by_mail(story: Story) -> None:
    """Answer from a known address, and from another one, of which she is asked whether it is hers."""
    of_member = next(mail for mail in mails_to(WRITER) if "none at ten" in mail.body)
    reply = of_member.message()["Reply-To"]
    story.bring(reply, WRITER, "I saw one at nine.", 1)
    story.approve_all()
    story.bring(reply, ALIAS, "And one at eight.", 2)
    asked = re.search(r"http://\S+?(/en/discussions/posts/by-mail/asked/\S+)", mails_to(WRITER)[-1].body)
    assert asked, mails_to(WRITER)[-1].body
    story.post(WRITER, asked[1], answer="yes")
    story.approve_all()
    # One that is only asked about, and one that is refused.
    story.bring(reply, "quillzq.third@plantedaq.example", "Is it mine?", 3)
    story.bring(reply, WRITER, "", 4)


def disagree(story: Story) -> None:
    """Block, report, hide, appeal and reveal."""
    hers = Post.objects.get(text="There is none at ten.")
    page = f"{story.thread.url}{hers.number}/"
    story.post(READER, page, act="block")
    story.post(READER, f"/en/report/post/{hers.pk}/", kind="wrong", text="It is not true.")
    story.clients["editor"], story.clients["administrator"] = Client(), Client()
    sign_in(story.clients["editor"], story.editor)
    sign_in(story.clients["administrator"], story.administrator)
    at_desk = f"/workspace/discussions/posts/{hers.pk}/"
    story.post("editor", at_desk, action="hide", reason=REASON)
    story.post(MEMBER, page, act="appeal", appeal=APPEAL)
    story.revealed = story.post("administrator", at_desk, action="reveal", reason="A court asks.").content.decode()


def left_by_writer(story: Story) -> None:
    """Let the writer leave; her posts stay."""
    story.post(WRITER, "/en/discussions/me/leave/", posts="stay")
    assert not Participant.objects.filter(email=WRITER).exists()
    assert Post.objects.public().filter(name="Lotus").count() >= 3
    assert Subscription.objects.count() == 2
