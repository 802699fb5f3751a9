"""Mails that came back: five for good pause a participant's mails, and nothing deletes her."""

from __future__ import annotations

import pytest

from discussions.addresses import AddressKind, SignedAddress
from discussions.models import Participant, Subscription
from discussions.services.bounces import record_bounce, resume_mails
from tests.discussions.factories import make_board, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscription(portal):
    return Subscription.objects.create(participant=make_participant(), board=make_board())


def bounce(subscription, *, is_permanent=True, kind=AddressKind.BOUNCE):
    return record_bounce(SignedAddress(kind, 7, subscription.pk), is_permanent=is_permanent)


def state(subscription):
    participant = Participant.objects.get(pk=subscription.participant_id)
    return participant.state, participant.bounces


def test_the_fifth_for_good_pauses_and_the_others_count(subscription):
    other = Subscription.objects.create(participant=make_participant(), board=subscription.board)
    for number in range(1, 5):
        assert bounce(subscription)
        assert state(subscription) == ("active", number)
    bounce(subscription)
    bounce(subscription)
    assert state(subscription) == ("paused", 5) and state(other) == ("active", 0)
    assert Subscription.objects.filter(pk=subscription.pk, rhythm="each").exists()


def test_one_that_is_not_for_good_changes_nothing(subscription):
    assert bounce(subscription, is_permanent=False)
    assert state(subscription) == ("active", 0)


def test_a_reply_address_and_one_who_left_are_no_bounce(subscription):
    assert not bounce(subscription, kind=AddressKind.REPLY)
    assert state(subscription) == ("active", 0)
    gone = subscription.pk
    subscription.participant.delete()
    assert not record_bounce(SignedAddress(AddressKind.BOUNCE, 7, gone), is_permanent=True)


@pytest.mark.parametrize("other", ["blocked", "unconfirmed"])
def test_bounces_neither_free_nor_change_another_state(subscription, other):
    Participant.objects.update(state=other)
    for _ in range(6):
        bounce(subscription)
    assert state(subscription) == (other, 5)
    assert not resume_mails(subscription.participant)
    assert state(subscription) == (other, 5)


def test_when_she_comes_back_her_mails_go_on(subscription):
    for _ in range(5):
        bounce(subscription)
    assert resume_mails(subscription.participant)
    assert state(subscription) == ("active", 0) and subscription.participant.state == "active"
    assert not resume_mails(subscription.participant)
