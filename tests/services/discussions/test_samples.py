"""Mails of many programs, and of forgers, go through a real Postfix into the portal: what is public, who is told."""

from __future__ import annotations

import base64
import json
import smtplib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from tests.services.discussions.portal import MailPortal, embedded
from tests.services.postfix import Postfix, send
from tests.services.processes import wait_for

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]

SEED = """
import base64, json
from wagtail.models import Page
from discussions.addresses import reply_address
from discussions.models import Participant, SenderAddress, Subscription
from orgs.models import Organization
from orgs.services import create_organization
from tests.discussions.factories import make_board, make_participant, make_thread
from discussions.incoming.trimming.sent_mail import SentMail
from discussions.mailing.links import subscription_token
from discussions.mailing.post_mail import PostMails
from tests.discussions.incoming import samples
from tests.discussions.incoming.samples import TEXTS, load
board, author = make_board("gender", name_en="Gender", name_km="យេនឌ័រ"), make_participant("Sokha")
threads = {language: make_thread(board, author, text=text) for language, text in TEXTS.items()}

def address_of(participant, thread=threads["en"]):
    subscription = Subscription.objects.create(participant=participant, board=thread.board)
    return reply_address(thread.posts.get().pk, subscription.pk)

told = {"samples": [], "attacks": {}}
for number, sample in enumerate(load()):
    participant = make_participant(f"Reader {number}", email=f"reader{number}@readers.test", language=sample.language)
    SenderAddress.objects.create(participant=participant, email="bopha@women.example.org")
    address = address_of(participant, threads[sample.language])
    # It quotes the mail that this reader gets, with her own links in it.
    subscription, post = participant.subscriptions.get(), threads[sample.language].posts.get()
    mail = PostMails(post).to(subscription)
    samples.sent_mail = lambda language, text=mail.text: SentMail(text=text)
    samples.LEAVE_TOKEN = subscription_token(subscription)
    samples.reply_address = lambda *_, address=address: address
    told["samples"].append([sample.name, sample.kind, sample.wanted, address, base64.b64encode(sample.raw).decode()])

def attacked(name, board=board, page=None, **fields):
    participant = make_participant(name, email=f"{name}@readers.test")
    thread = make_thread(board, author)
    thread.page = page
    thread.save()
    told["attacks"][name] = address_of(participant, thread)
    Participant.objects.filter(pk=participant.pk).update(**fields)

attacked("forged")
attacked("blocked", state="blocked")
page = Page.objects.get(depth=1).add_child(instance=Page(title="Gone", slug="gone", live=False))
attacked("withdrawn", page=page)
other = create_organization(name_en="Other", name_km="ផ្សេង", slug="other")
attacked("suspended", board=make_board("other", other))
Organization.objects.filter(pk=other.pk).update(status="suspended")
print(json.dumps(told))
"""
READ = """
SELECT mail.recipient, mail.state, mail.verdict, coalesce(post.text, asked.text, '')
FROM discussions_incomingmail AS mail
LEFT JOIN discussions_post AS post ON post.id = mail.post_id
LEFT JOIN discussions_askedpost AS asked ON asked.mail_id = mail.id
"""
FORGED = "From: {sender}\r\nSubject: Re: Night shifts\r\nMessage-ID: <it@forger.test>\r\n\r\nBuy this.\r\n"


@dataclass
class Brought:
    """The texts that were brought, and the mails as the portal has them, by the address that they went to."""

    samples: list[list[str]]
    attacks: dict[str, str]
    read: dict[str, tuple[str, str, str]]
    portal: MailPortal
    postfix: Postfix


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brought]:
    from tests.services import postfix as mail_server
    from tests.services.conftest import running

    for postfix in running(mail_server.postfix()):
        portal = embedded(tmp_path_factory.mktemp("samples"), postfix)
        seeded: dict[str, Any] = json.loads(portal.python(SEED).splitlines()[-1])
        process = portal.lmtp()
        try:
            bring_all(postfix, seeded)
            postfix.await_empty()
            while portal.query("SELECT count(*) FROM outbox_event WHERE state = 0") != [(0,)]:
                portal.manage("outbox", "sweep")
            postfix.await_empty()
            read = {row[0]: (row[1], row[2], row[3]) for row in portal.query(READ)}
            yield Brought(seeded["samples"], seeded["attacks"], read, portal, postfix)
        finally:
            process.kill()


def bring_all(postfix: Postfix, seeded: dict[str, Any]) -> None:
    readers = [f"reader{number}@readers.test" for number in range(len(seeded["samples"]))]
    attacked = [f"{name}@readers.test" for name in seeded["attacks"]]
    postfix.add_mailboxes([*readers, *attacked, "victim@elsewhere.test", "stranger@elsewhere.test"])
    with ThreadPoolExecutor(8) as senders:
        for _name, _kind, _wanted, address, raw in seeded["samples"]:
            senders.submit(send, postfix, "bopha@elsewhere.test", [address], base64.b64decode(raw))
        for name, address in seeded["attacks"].items():
            sender = "victim@elsewhere.test" if name == "forged" else f"{name}@readers.test"
            senders.submit(send, postfix, sender, [address], FORGED.format(sender=sender).encode())
        strangers = FORGED.format(sender="stranger@elsewhere.test").encode()
        senders.submit(send, postfix, "stranger@elsewhere.test", ["gender@lists.example.org"], strangers)


def test_no_sample_is_lost_every_kind_is_right_and_the_texts_are_exact(brought, capsys):
    states = {"normal": {"posted", "asked"}, "auto_reply": {"ignored"}, "loop": {"ignored"}, "bounce": {"ignored"}}
    inexact = []
    for name, kind, wanted, address, _raw in brought.samples:
        state, verdict, text = brought.read[address]
        # Of a mail that holds nothing new its author is told, and nobody else.
        is_empty = kind == "normal" and not wanted
        assert verdict == "empty" if is_empty else state in states[kind], (name, state, verdict)
        if kind == "normal" and text != wanted:
            inexact.append(name)
    normal = sum(kind == "normal" for _name, kind, *_rest in brought.samples)
    with capsys.disabled():
        print(f"\n{len(brought.samples)} mails through Postfix; {normal - len(inexact)} of {normal} texts exact")
    assert len(brought.samples) >= 40 and len(inexact) <= 0.05 * normal, inexact


def test_of_forgers_and_those_who_may_not_write_nothing_is_public(brought):
    found = {name: brought.read[address][:2] for name, address in brought.attacks.items()}
    assert found == {
        "forged": ("asked", "sender"),
        "blocked": ("refused", "blocked"),
        "withdrawn": ("refused", "page_withdrawn"),
        "suspended": ("refused", "organization_suspended"),
    }
    assert brought.read["gender@lists.example.org"][:2] == ("refused", "stranger")
    assert brought.portal.query("SELECT count(*) FROM discussions_post WHERE text LIKE 'Buy%'") == [(0,)]


def test_letters_go_to_registered_addresses_and_nothing_to_forged_senders(brought):
    told = brought.postfix.mailboxes_with_mail()
    assert {f"{name}@readers.test" for name in brought.attacks} <= told
    assert not {"victim@elsewhere.test", "stranger@elsewhere.test"} & told
    for name in brought.attacks:
        # Beside the posts of the board, which she gets as a subscriber.
        mails = brought.postfix.mails(f"{name}@readers.test")
        [letter] = [mail for mail in mails if "List-Id" not in mail]
        assert "Buy this" not in str(letter) and "victim" not in str(letter)
    assert brought.postfix.queue() == []


def test_a_forged_token_is_refused_at_rcpt(brought):
    address = next(iter(brought.attacks.values()))
    other = "b" if address[-20] == "a" else "a"
    forged = f"{address[:20]}{other * 17}@lists.example.org"
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(brought.postfix, "victim@elsewhere.test", [forged], b"Subject: x\r\n\r\nx\r\n")
    assert {code for code, _ in refused.value.recipients.values()} == {550}
    wait_for(lambda: brought.postfix.queue() == [], "an empty queue")
