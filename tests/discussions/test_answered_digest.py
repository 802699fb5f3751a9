"""An answer to a digest of several discussions begins no discussion with the digest's subject: its author is told."""

from __future__ import annotations

import datetime as dt

import pytest

from discussions.addresses import digest_message_id, reply_address
from discussions.models import IncomingMail, Thread
from tests.discussions.test_receiving import (  # noqa: F401 - fixtures
    address,
    board,
    bring,
    mail_from,
    mail_settings,
    posts_by_mail,
    proof,
    sent_mails,
    sokha,
    thread,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def digest(sokha):  # noqa: F811
    return digest_message_id(sokha.subscriptions.get().pk, dt.date(2026, 11, 26))


def test_it_is_refused_and_she_is_told_what_to_press(portal, sokha, digest):  # noqa: F811
    before = Thread.objects.count()
    raw = mail_from(sokha.email, Subject="Re: Gender: 3 new posts", In_Reply_To=digest, Authentication_Results=proof())
    mail = bring("gender@lists.test", raw)
    assert (mail.state, mail.verdict) == (IncomingMail.State.REFUSED, "digest")
    assert Thread.objects.count() == before and not posts_by_mail()
    (told,) = sent_mails()
    assert told["to"] == sokha.email and "Answer by mail" in told["text"]


def test_an_answer_by_the_address_of_a_discussion_is_a_post(portal, sokha, thread, digest):  # noqa: F811
    signed = reply_address(thread.posts.get().pk, sokha.subscriptions.get().pk)
    bring(signed, mail_from(sokha.email, In_Reply_To=digest))
    (post,) = posts_by_mail()
    assert post.thread == thread


def test_a_new_mail_to_the_board_begins_a_discussion(portal, sokha):  # noqa: F811
    bring("gender@lists.test", mail_from(sokha.email, Subject="Light", Authentication_Results=proof()))
    (post,) = posts_by_mail()
    assert post.thread.title == "Light"
