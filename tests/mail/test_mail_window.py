"""A process dies while it sends: only between the server's yes and the record of it is a mail sent twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from mail import sending
from outbox.models import Event, EventQuerySet
from outbox.services import drain
from tests.outbox.conftest import closed_breaker, empty_outbox, make_all_due  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db(transaction=True)


class PowerCut(BaseException):
    """Ends the process here, as far as the outbox can tell."""


class Server(EmailBackend):
    """A mail server during whose answer the power may go."""

    cut_before_yes = cut_after_yes = False

    def send_messages(self, messages):
        if self.cut_before_yes:
            raise PowerCut
        taken = super().send_messages(messages)
        if self.cut_after_yes:
            raise PowerCut
        return taken


@pytest.fixture(autouse=True)
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.mail.test_mail_window.Server"
    django_mail.outbox = []
    with transaction.atomic():
        sending.send("editor@example.org", "Waiting", "Three posts wait.")


def power_goes(monkeypatch: pytest.MonkeyPatch, target: Any, name: str, cut: Any) -> None:
    """Begin to send, and die of what is put in the place of `name`."""
    with monkeypatch.context() as patched:
        patched.setattr(target, name, cut)
        with pytest.raises(PowerCut):
            drain()


def after_the_lease(make_all_due) -> list[str]:  # noqa: F811
    """The Message-IDs of what was sent once the next process has been there too."""
    make_all_due()
    drain()
    assert Event.objects.get().state == Event.State.DONE
    return [message.message()["Message-ID"] for message in django_mail.outbox]


def test_who_dies_before_the_server_s_yes_has_sent_nothing(make_all_due, monkeypatch):  # noqa: F811
    power_goes(monkeypatch, Server, "cut_before_yes", True)
    assert drain() == 0  # under its lease
    assert len(after_the_lease(make_all_due)) == 1


def test_who_dies_between_yes_and_record_sends_twice_under_one_message_id(make_all_due, monkeypatch):  # noqa: F811
    power_goes(monkeypatch, Server, "cut_after_yes", True)
    first, second = after_the_lease(make_all_due)
    assert first == second


def test_who_dies_after_the_record_sends_once(make_all_due, monkeypatch):  # noqa: F811
    update = EventQuerySet.update

    def and_die(events: EventQuerySet, **fields: Any) -> int:
        """The last thing that is done for a mail is to record that it is sent."""
        update(events, **fields)
        raise PowerCut

    power_goes(monkeypatch, EventQuerySet, "update", and_die)
    assert len(after_the_lease(make_all_due)) == 1
