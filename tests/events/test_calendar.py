from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from catalog.models import CatalogEntry
from events.models import EventPage

START = datetime(2030, 10, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def training(make_page, organization, drain):
    page = make_page(
        "event",
        organization,
        live=True,
        title="Khmer Unicode, and e-mail; for councils",
        summary="One day to type Khmer.",
        kind="training",
        starts_at=START,
        ends_at=START + timedelta(hours=8),
        venue="Provincial hall",
    )
    drain()
    return page


def read(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def events_in(response):
    return list(read(response).walk("VEVENT"))


def test_event_is_told_whole(client, training):
    [event] = events_in(client.get("/en/events/calendar.ics"))

    assert event["SUMMARY"] == "Khmer Unicode, and e-mail; for councils"
    assert event["LOCATION"] == "Provincial hall"
    assert event["URL"] == f"http://testserver/en/organizations/silk-weavers/{training.slug}/"
    assert "One day to type Khmer." in event["DESCRIPTION"]
    assert event.decoded("DTSTART").isoformat() == "2030-10-24T08:00:00+07:00"
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=8)
    assert event["DTSTART"].params["TZID"] == "Asia/Phnom_Penh"
    assert [str(word) for word in event["CATEGORIES"].cats] == ["Training"]


def test_file_holds_its_time_zone_and_what_the_standard_requires(client, training):
    calendar = read(client.get("/en/events/calendar.ics"))

    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Phnom_Penh"]
    for event in calendar.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED"} <= set(event)


def test_no_line_is_longer_than_the_standard_allows(client, make_page, organization, drain):
    make_page("event", organization, "km", live=True, title="វគ្គបណ្តុះបណ្តាលយូនីកូដខ្មែរ និងអ៊ីមែល " * 5)
    drain()

    body = client.get("/km/events/calendar.ics").content

    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert "យូនីកូដ" in events_in(client.get("/km/events/calendar.ics"))[0]["SUMMARY"]


def test_letters_that_the_standard_forbids_do_not_break_it(client, make_page, organization, drain):
    page = make_page("event", organization, live=True)
    drain()
    # Forms and models refuse them: only what was kept before has any.
    CatalogEntry.objects.filter(pk=page.pk).update(title="Law\x0c and\x0b silk")
    EventPage.objects.filter(pk=page.pk).update(venue="Hall\x01")

    [event] = events_in(client.get("/en/events/calendar.ics"))

    assert (event["SUMMARY"], event["LOCATION"]) == ("Law and silk", "Hall")


def test_both_languages_give_one_event_the_same_name(client, make_page, organization, training, drain):
    make_page("event", organization, "km", live=True, title="វគ្គ", translation_key=training.translation_key)
    drain()

    [english] = events_in(client.get("/en/events/calendar.ics"))
    [khmer] = events_in(client.get("/km/events/calendar.ics"))

    assert english["UID"] == khmer["UID"]
    assert khmer["SUMMARY"] == "វគ្គ"


def test_a_change_keeps_the_name_and_raises_the_sequence(client, training, drain, time_machine):
    [before] = events_in(client.get("/en/events/calendar.ics"))
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    training.venue = "Town hall"
    training.save_revision().publish()
    drain()

    [after] = events_in(client.get("/en/events/calendar.ics"))

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("LAST-MODIFIED") > before.decoded("LAST-MODIFIED")
    assert after["LOCATION"] == "Town hall"


def test_an_organizations_calendar_holds_its_own_alone(client, training, make_page, other_organization, drain):
    make_page("event", other_organization, live=True, title="Open desk")
    drain()

    own = events_in(client.get("/en/organizations/silk-weavers/events/calendar.ics"))
    all_of_them = events_in(client.get("/en/events/calendar.ics"))

    assert [event["SUMMARY"] for event in own] == [training.title]
    assert len(all_of_them) == 2


def test_what_is_withdrawn_or_hidden_is_gone_at_once(client, training, organization):
    organization.is_hidden = True
    organization.save()
    assert events_in(client.get("/en/events/calendar.ics")) == []

    organization.is_hidden = False
    organization.save()
    training.unpublish()
    assert events_in(client.get("/en/events/calendar.ics")) == []


def test_what_has_not_changed_is_not_sent_again(client, training):
    first = client.get("/en/events/calendar.ics")

    again = client.get("/en/events/calendar.ics", headers={"If-None-Match": first["ETag"]})
    since = client.get("/en/events/calendar.ics", headers={"If-Modified-Since": first["Last-Modified"]})

    assert (again.status_code, again.content) == (304, b"")
    assert since.status_code == 304

    training.unpublish()
    assert client.get("/en/events/calendar.ics", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_empty_calendar_is_a_calendar(client, portal):
    assert events_in(client.get("/en/events/calendar.ics")) == []


def test_a_moment_has_no_end(client, make_page, organization, drain):
    """RFC 5545 wants an end to be later than the beginning."""
    make_page("event", organization, live=True, starts_at=START, ends_at=START)
    drain()
    [event] = events_in(client.get("/en/events/calendar.ics"))
    assert event.decoded("DTSTART") == START and "DTEND" not in event
