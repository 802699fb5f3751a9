from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import CheckIn, Registration
from tests.events.registrations import make_gathering, make_registration

pytestmark = pytest.mark.django_db


def test_an_address_registers_once_until_it_is_cancelled(organization):
    gathering = make_gathering(organization)
    first = make_registration(gathering, email="sokha@example.org")
    with transaction.atomic(), pytest.raises(IntegrityError):
        make_registration(gathering, email="sokha@example.org")
    first.state = Registration.State.CANCELLED
    first.save()
    assert make_registration(make_gathering(organization), email="sokha@example.org").is_active
    gathering.refresh_from_db()
    assert make_registration(gathering, email="sokha@example.org").number == 2


def test_many_without_an_address_and_waiting_in_order(organization):
    gathering = make_gathering(organization)
    one, two, three = (make_registration(gathering, email="", phone="012000101", state="waiting") for _ in range(3))
    assert list(Registration.objects.waiting()) == [one, two, three]
    assert not Registration.objects.registered().exists()
    assert Registration.objects.active().count() == 3


def test_who_comes_is_checked_in_once_a_day(organization):
    registration = make_registration(make_gathering(organization))
    now = timezone.now()
    CheckIn.objects.create(registration=registration, day=now.date(), at=now)
    CheckIn.objects.create(registration=registration, day=now.date() + timedelta(days=1), at=now)
    with transaction.atomic(), pytest.raises(IntegrityError):
        CheckIn.objects.create(registration=registration, day=now.date(), at=now)


def test_open_between_two_times_until_it_is_closed(organization):
    gathering = make_gathering(organization)
    now = timezone.now()
    assert gathering.is_open_at(now)
    assert not gathering.is_open_at(now - timedelta(days=2))
    assert not gathering.is_open_at(gathering.closes_at)
    gathering.closed_at = now
    assert not gathering.is_open_at(now)


def test_no_name_in_the_text_of_a_row_and_a_code_that_can_be_said(organization):
    registration = make_registration(make_gathering(organization), name="Chan Sokha", code="K7M2Q9X4WD")
    assert "Sokha" not in str(registration)
    assert registration.spaced_code == "K7M2 Q9X4 WD"
