"""An organization is reminded once in 90 days of recommendations that nobody answered."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from outcomes.reminders import record_due_reminders
from tests.outcomes.conftest import recommended, step


@pytest.fixture
def late(make_recommending, ministry, manager):
    return make_recommending("event", recommended("Print the forms", ministry, step("sent", 91)), title="Forum of law")


def test_a_manager_gets_one_mail_and_none_again_within_ninety_days(late, manager, drain):
    assert record_due_reminders() == 1
    assert record_due_reminders() == 0
    drain()
    told = [message for message in mail.outbox if message.to == [manager.email]]
    assert len(told) == 1 and "Forum of law" in told[0].body and late.url in told[0].body
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert record_due_reminders() == 1


def test_nothing_is_sent_for_what_is_answered_young_or_not_public(make_recommending, ministry, manager):
    make_recommending("event", recommended("Answered", ministry, step("sent", 200), step("answered", 9)))
    make_recommending("event", recommended("Young", ministry, step("sent", 89)))
    make_recommending("event", recommended("Never sent", ministry))
    hidden = make_recommending("publication", recommended("Hidden", ministry, step("sent", 200)))
    type(hidden.organization).objects.filter(pk=hidden.organization_id).update(is_hidden=True)
    assert record_due_reminders() == 0


def test_an_answer_that_came_meanwhile_stops_the_mail(late, ministry, drain):
    record_due_reminders()
    late.unpublish()
    drain()
    assert not [message for message in mail.outbox if "without an answer" in message.subject]
