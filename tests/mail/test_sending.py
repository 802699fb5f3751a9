from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from mail import sending
from outbox.models import Event
from outbox.services import drain
from tests.outbox.conftest import closed_breaker, empty_outbox, make_all_due  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_memory(settings):
    settings.EMAIL_BACKEND = "tests.mail.test_sending.Backend"
    settings.DEFAULT_FROM_EMAIL = "Neary <neary@example.org>"
    Backend.error = None
    django_mail.outbox = []


class Backend(EmailBackend):
    """Keeps mails in memory, or fails as a server would."""

    error: Exception | None = None
    timeouts: list[float] = []

    def __init__(self, *args, timeout, **kwargs):
        super().__init__(*args, **kwargs)
        self.timeouts.append(timeout)

    def send_messages(self, messages):
        if self.error:
            raise self.error
        return super().send_messages(messages)


def send(to="editor@example.org", subject="Waiting", **options):
    with transaction.atomic():
        sending.send(to, subject, "Three posts wait.", **options)


def test_a_mail_goes_out_as_it_was_written():
    send(html="<p>Three posts wait.</p>", language="km")
    drain()
    (message,) = django_mail.outbox
    assert (message.to, message.subject, message.body) == (["editor@example.org"], "Waiting", "Three posts wait.")
    assert message.alternatives[0][0] == "<p>Three posts wait.</p>"
    assert message.from_email == "Neary <neary@example.org>"
    assert message.message()["Content-Language"] == "km"


def test_nothing_is_sent_before_the_drain_and_every_attempt_has_a_timeout():
    send()
    assert not django_mail.outbox
    drain()
    assert 0 < Backend.timeouts[-1] <= sending.LEASE / 2


def test_each_address_gets_a_mail_of_its_own():
    send(["a@example.org", "b@example.org"])
    drain()
    assert sorted(message.to[0] for message in django_mail.outbox) == ["a@example.org", "b@example.org"]


def test_line_breaks_in_a_subject_are_no_headers():
    send(subject="A title\r\nBcc: everyone@example.org")
    drain()
    (message,) = django_mail.outbox
    assert message.subject == "A title Bcc: everyone@example.org"
    assert message.recipients() == ["editor@example.org"]


@pytest.mark.parametrize("address", ["", "nobody", "a@example.org\nBcc: b@example.org"])
def test_what_is_no_address_is_refused_where_it_is_recorded(address):
    with pytest.raises(ValueError, match="Not an e-mail address"):
        send(address)


def test_a_mail_under_a_key_replaces_the_one_that_waits():
    send(subject="1 post waits", key="queue")
    send(subject="2 posts wait", key="queue")
    send("other@example.org", subject="2 posts wait", key="queue")
    drain()
    assert sorted((message.to[0], message.subject) for message in django_mail.outbox) == [
        ("editor@example.org", "2 posts wait"),
        ("other@example.org", "2 posts wait"),
    ]


def test_a_server_that_is_down_delays_a_mail_but_not_the_others(make_all_due):  # noqa: F811
    Backend.error = ConnectionRefusedError()
    send("a@example.org")
    drain()
    Backend.error = None
    send("b@example.org")
    drain()
    assert [message.to for message in django_mail.outbox] == [["b@example.org"]]
    make_all_due()
    drain()
    assert len(django_mail.outbox) == 2


def test_a_second_attempt_carries_the_same_message_id(make_all_due):  # noqa: F811
    send()
    drain()
    Event.objects.update(state=Event.State.PENDING, payload={**django_mail_payload(), "text": "again"})
    make_all_due()
    drain()
    first, second = (message.message()["Message-ID"] for message in django_mail.outbox)
    assert first == second
    assert first.endswith("@example.org>")


@pytest.mark.parametrize(("code", "state"), [(550, Event.State.DEAD), (450, Event.State.PENDING)])
def test_an_address_that_is_refused_for_good_is_given_up_at_once(code, state):
    Backend.error = smtplib.SMTPRecipientsRefused({"editor@example.org": (code, b"no")})
    send()
    drain()
    assert Event.objects.get().state == state


def test_addresses_and_text_are_forgotten_once_sent():
    send()
    drain()
    assert Event.objects.get().payload == {}


def test_no_attempt_can_outlast_its_lease():
    assert timedelta(seconds=sending.TIMEOUT) < timedelta(seconds=sending.LEASE)


def django_mail_payload():
    (message,) = django_mail.outbox
    return {"to": message.to[0], "subject": message.subject, "html": None, "language": None}
