"""People are deleted at their date: nothing of them is found anywhere, and the figures stay."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.models import CheckIn, EventPage, Registration
from events.registration import deletion, services
from events.registration.rules import token_of
from tests.events.registrations import make_gathering, make_registration

pytestmark = pytest.mark.django_db
PEOPLE = 50


def database_text():
    """All rows of all tables, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def marks():
    return [mark for n in range(PEOPLE) for mark in (f"Plantedname{n:02}x", f"0985550{n:02}", f"planted{n:02}@mail")]


def end_event(days_ago):
    moment = timezone.now() - timedelta(days=days_ago)
    EventPage.objects.update(starts_at=moment, ends_at=moment)


@pytest.fixture
def gathering(make_page, organization):
    page = make_page("event", organization, live=True)
    return make_gathering(organization, page.translation_key, capacity=30)


def test_the_day_after_nothing_of_fifty_people_is_found(gathering, drain, settings, caplog):
    for number in range(PEOPLE):
        is_by_mail = number % 2
        said = {
            "name": f"Plantedname{number:02}x",
            "email": f"planted{number:02}@mail.example.org" if is_by_mail else "",
            "phone": "" if is_by_mail else f"0985550{number:02}",
            "language": "en",
            "sex": "woman",
            "organization_kind": "ngo",
        }
        done = services.register(gathering.pk, token_of(gathering, str(number)), said, f"198.51.100.{number}")
        services.confirm(done.registration)
    drain()
    some = Registration.objects.registered().first()
    CheckIn.objects.create(registration=some, day=timezone.localdate(), at=timezone.now())
    stored = database_text()
    assert all(any(mark in stored for mark in marks()[3 * n : 3 * n + 3]) for n in range(PEOPLE))

    Registration.objects.update(delete_on=timezone.localdate() - timedelta(days=1))
    end_event(days_ago=9)
    assert deletion.count_overdue() == PEOPLE
    deletion.record_due_deletions()
    deletion.record_due_deletions()
    drain()

    assert not CheckIn.objects.exists() and deletion.count_overdue() == 0
    files = "\n".join(str(path) for path in Path(settings.DATA).rglob("*"))
    files += "\n".join(path.read_bytes().decode(errors="replace") for path in Path(settings.DATA).rglob("*.*"))
    everything = database_text() + caplog.text + files
    assert [mark for mark in marks() if mark in everything] == []
    assert ModelLogEntry.objects.get(action="events.delete_people").data == {"people": PEOPLE}


def test_nobody_goes_before_the_date_and_nobody_moves_up_after_the_event(gathering, drain):
    gone = make_registration(gathering, delete_on=timezone.localdate())
    kept = make_registration(gathering, delete_on=timezone.localdate() + timedelta(days=1))
    gathering.capacity = 2
    gathering.save()
    waiting = make_registration(gathering, state="waiting")
    end_event(days_ago=9)
    deletion.record_due_deletions()
    drain()
    assert not Registration.objects.filter(pk=gone.pk).exists()
    assert Registration.objects.filter(pk=kept.pk).exists()
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_health_says_how_many_are_overdue(client, gathering):
    make_registration(gathering, delete_on=timezone.localdate() - timedelta(days=1))
    assert "people: 1 not deleted at their date" in client.get("/health/ready", REMOTE_ADDR="127.0.0.1").text


def move_event(days):
    """Publish the event's page with an end so many days from now."""
    page = EventPage.objects.get()
    page.starts_at = page.ends_at = timezone.now() + timedelta(days=days)
    page.save_revision().publish()


def test_an_event_that_moves_keeps_its_people_until_a_week_after_its_end(gathering, drain):
    today = timezone.localdate()
    early = make_registration(gathering, delete_on=today + timedelta(days=60))
    cancelled = make_registration(gathering, delete_on=today + timedelta(days=60), state="cancelled")
    late = make_registration(gathering, delete_on=today + timedelta(days=90))
    drain()
    for days, expected in ((50, (60, 60, 90)), (70, (77, 60, 90)), (10, (77, 60, 90))):
        move_event(days)
        drain()
        dates = [Registration.objects.get(pk=each.pk).delete_on for each in (early, cancelled, late)]
        assert dates == [today + timedelta(days=each) for each in expected], days


def test_nobody_is_deleted_before_an_event_that_moved_also_where_the_outbox_is_late(gathering, drain):
    drain()
    today = timezone.localdate()
    needed = make_registration(gathering, delete_on=today)
    cancelled = make_registration(gathering, delete_on=today, state="cancelled")
    EventPage.objects.update(ends_at=timezone.now() + timedelta(days=1))
    deletion.record_due_deletions()
    drain()
    assert Registration.objects.get().pk == needed.pk != cancelled.pk
    assert Registration.objects.get().delete_on == today + timedelta(days=8)
