"""The erasure of somebody who registered for events takes her registrations, and who waits gets her places at once."""

from datetime import UTC, datetime

import pytest

from events.models import Registration
from operations.models import Erasure
from operations.personal_data.erasure.erasing import erase
from operations.personal_data.erasure.records import ErasureRecord, erasure_key, keyed_hash
from operations.personal_data.erasures import delete_rows
from operations.personal_data.people import find_person
from outbox.models import Event
from tests.events.registrations import make_gathering, make_registration

pytestmark = pytest.mark.django_db
ADDRESS = "dara@example.org"


@pytest.fixture
def waiting(make_page, organization):
    """The first who waits at each of two events, in both of which Dara has the only place."""
    found = []
    for _event in range(2):
        page = make_page("event", organization, live=True)
        gathering = make_gathering(organization, page.translation_key, capacity=1)
        make_registration(gathering, email=ADDRESS)
        found.append(make_registration(gathering, state="waiting"))
        make_registration(gathering, state="waiting")
    return found


def states_and_mails():
    places = Registration.objects.registered().order_by("pk")
    told = Event.objects.filter(kind="events.registration_mail", payload__template="place").order_by("pk")
    return list(places), [event.payload["registration"] for event in told]


def test_who_waits_moves_up_when_a_person_is_erased(waiting):
    report = erase(find_person(ADDRESS), Erasure.Reach.ALL)
    assert report.rows["events.Registration"] == 2
    assert not Registration.objects.filter(email=ADDRESS).exists()
    assert states_and_mails() == (waiting, [each.pk for each in waiting])
    assert Registration.objects.waiting().count() == 2


def test_who_waits_moves_up_when_rows_of_a_restored_backup_are_deleted_again(waiting):
    key = erasure_key()
    record = ErasureRecord(keyed_hash(key, ADDRESS), key.hex(), datetime.now(UTC).isoformat(), Erasure.Reach.ROWS)
    assert delete_rows("events.Registration", [record]) == 2
    assert states_and_mails() == (waiting, [each.pk for each in waiting])
