"""The services of registration: places, order, waiting list, limits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.refusal import Refusal
from events.models import Registration
from events.registration import services
from events.registration.places import PlacesWord, places_word, taken_places
from events.registration.rules import hours_to_call, hours_to_confirm, purpose_hash, to_be_called, token_of
from orgs.public_version import current_version
from outbox.models import Event
from tests.events.registrations import make_gathering, make_registration

pytestmark = pytest.mark.django_db
WAITING, REGISTERED, CANCELLED = Registration.State.WAITING, Registration.State.REGISTERED, Registration.State.CANCELLED


def answers(email="", phone="", **said):
    who = {"name": "Chan Sokha", "email": email, "phone": phone, "language": "en"}
    return who | {"sex": "woman", "organization_kind": "ngo"} | said


def register(gathering, email="", token=None, phone="", **said):
    token = token or token_of(gathering, str(Registration.objects.count()), email or phone)
    return services.register(gathering.pk, token, answers(email, phone, **said), "198.51.100.7").registration


def mails(registration):
    events = Event.objects.filter(kind="events.registration_mail", payload__registration=registration.pk)
    return [event.payload["template"] for event in events.order_by("pk")]


@pytest.fixture
def event(make_page, organization):
    return make_page("event", organization, live=True)


@pytest.fixture
def gathering(event, organization):
    return make_gathering(organization, event.translation_key, capacity=2)


def test_places_go_in_the_order_of_coming_and_then_the_list_waits(gathering, event):
    found = [register(gathering, f"p{number}@example.org") for number in range(4)]
    assert [each.state for each in found] == [REGISTERED, REGISTERED, WAITING, WAITING]
    assert [each.number for each in found] == [1, 2, 3, 4]
    assert found[0].delete_on == timezone.localdate(event.ends_at) + timedelta(days=90)
    assert found[0].purpose_hash == purpose_hash(gathering.purpose_en)
    assert mails(found[0]) == ["ask"]


def test_a_form_sent_twice_registers_once(gathering):
    first = register(gathering, phone="012000101", token="a" * 22)
    assert register(gathering, phone="012000101", token="a" * 22) == first
    assert gathering.registrations.count() == 1


def test_an_address_that_is_registered_keeps_its_one_place(gathering):
    first = register(gathering, "sokha@example.org")
    assert register(gathering, "sokha@example.org", name="Somebody else") == first
    first.refresh_from_db()
    assert (first.name, mails(first)) == ("Chan Sokha", ["ask", "ask"])
    services.confirm(first)
    register(gathering, "sokha@example.org")
    assert mails(first) == ["ask", "ask", "place", "again"]


def test_the_lowest_number_moves_up_when_somebody_cancels(gathering):
    first, _second, third, fourth = (register(gathering, f"p{number}@example.org") for number in range(4))
    services.confirm(third)
    services.cancel(first)
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.state, fourth.state) == (REGISTERED, WAITING)
    assert mails(third) == ["ask", "waiting", "place"]
    assert mails(first) == ["ask"]


def test_an_officer_who_cancels_lets_the_person_know(gathering):
    first = register(gathering, "p@example.org")
    services.cancel(first, is_by_officer=True)
    services.cancel(first, is_by_officer=True)
    assert mails(first) == ["ask", "cancelled"]


def test_deleting_frees_the_place_and_no_number_comes_twice(gathering):
    first, _second, third = (register(gathering, f"p{number}@example.org") for number in range(3))
    services.delete(third)
    services.delete(first)
    assert not Registration.objects.filter(pk__in=[first.pk, third.pk]).exists()
    assert register(gathering, "new@example.org").number == 4


def test_who_never_confirms_an_address_loses_the_place_and_a_telephone_waits_for_the_call(gathering):
    unconfirmed, by_phone = register(gathering, "p0@example.org"), register(gathering, phone="012000101")
    waiting = register(gathering, "p1@example.org")
    services.confirm(waiting)
    Registration.objects.exclude(pk=waiting.pk).update(created_at=timezone.now() - timedelta(hours=25))
    assert list(to_be_called(gathering)) == [by_phone]
    services.delete_lapsed()
    waiting.refresh_from_db()
    assert waiting.state == REGISTERED
    assert not Registration.objects.filter(pk=unconfirmed.pk).exists()
    services.mark_called(by_phone)
    assert not to_be_called(gathering).exists()


def age(registrations, hours):
    registrations.update(created_at=timezone.now() - timedelta(hours=hours))


def test_telephones_that_nobody_calls_do_not_block_an_event(gathering):
    """Somebody types numbers until all places are taken; after three days others get them, in their order."""
    typed = [register(gathering, phone=f"01200010{number}") for number in range(3)]
    waiting = register(gathering, "p@example.org")
    services.confirm(waiting)
    age(gathering.registrations, 71)
    services.free_uncalled()
    assert taken_places(gathering) == 2 and list(gathering.registrations.waiting()) == [typed[2], waiting]

    age(gathering.registrations, 73)
    services.free_uncalled()
    waiting.refresh_from_db()
    assert waiting.state == REGISTERED and mails(waiting) == ["ask", "waiting", "place"]
    assert places_word(gathering, taken_places(gathering)) == PlacesWord.FEW

    services.mark_called(typed[1])
    assert set(gathering.registrations.registered()) == {waiting, typed[1]}
    assert list(to_be_called(gathering)) == [typed[0], typed[2]]


def test_a_telephone_keeps_its_place_while_places_are_free(gathering):
    by_phone = register(gathering, phone="012000101")
    age(gathering.registrations, 500)
    services.free_uncalled()
    assert list(gathering.registrations.registered()) == [by_phone]


def test_near_the_closing_a_telephone_is_called_within_twelve_hours(organization, event):
    now = timezone.now()
    gathering = make_gathering(organization, event.translation_key, capacity=1, closes_at=now + timedelta(hours=30))
    person = register(gathering, phone="012000101")
    assert (hours_to_call(gathering, now), hours_to_call(gathering, now - timedelta(hours=19))) == (12, 72)
    age(gathering.registrations, 11)
    services.free_uncalled()
    assert taken_places(gathering) == 1
    age(gathering.registrations, 13)
    services.free_uncalled()
    assert taken_places(gathering) == 0 and list(gathering.registrations.waiting()) == [person]


def test_near_the_closing_an_address_that_nobody_confirms_holds_a_place_for_two_hours_alone(organization, event):
    now = timezone.now()
    gathering = make_gathering(organization, event.translation_key, capacity=8, closes_at=now + timedelta(hours=47))
    for number in range(8):
        register(gathering, f"p{number}@example.org")
    services.confirm(gathering.registrations.get(number=1))
    assert places_word(gathering, taken_places(gathering)) == PlacesWord.WAITING_LIST

    services.delete_lapsed(now + timedelta(minutes=119))
    assert gathering.registrations.count() == 8
    services.delete_lapsed(now + timedelta(minutes=121))
    assert places_word(gathering, taken_places(gathering)) == PlacesWord.MANY
    assert hours_to_confirm(gathering, now) == 2
    assert hours_to_confirm(gathering, now - timedelta(hours=2)) == 24


def test_who_cannot_be_sent_a_mail_is_told_and_gets_no_place(gathering, monkeypatch):
    there = register(gathering, "there@example.org")
    monkeypatch.setattr(services, "may_write_to", lambda _email, _sender: False)
    for address in ("new@example.org", "there@example.org"):
        with pytest.raises(Refusal) as refused:
            register(gathering, address)
        assert refused.value.code == "mail"
    assert list(gathering.registrations.all()) == [there] and mails(there) == ["ask"]
    assert register(gathering, phone="012000101").state == REGISTERED


def test_a_telephone_number_has_five_places_at_most(organization, event):
    gathering = make_gathering(organization, event.translation_key, capacity=None)
    for _number in range(5):
        register(gathering, phone="012000101")
    with pytest.raises(Refusal) as refused:
        register(gathering, phone="012000101")
    assert refused.value.code == "number"
    assert register(gathering, phone="012000102").state == REGISTERED


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"capacity": 0, "has_waiting_list": False}, "full"), ({"closed_at": timezone.now()}, "closed")],
)
def test_nobody_registers_where_it_is_full_or_closed(organization, event, fields, code):
    gathering = make_gathering(organization, event.translation_key, **fields)
    with pytest.raises(Refusal) as refused:
        register(gathering, "p@example.org")
    assert refused.value.code == code
    assert not Registration.objects.exists()


def test_an_officer_adds_somebody_also_before_it_opens(organization, event):
    now = timezone.now()
    times = {"opens_at": now + timedelta(days=1), "closes_at": now + timedelta(days=2)}
    gathering = make_gathering(organization, event.translation_key, **times)
    added = services.add_by_officer(gathering.pk, "b" * 22, answers(phone="012000101")).registration
    assert added.is_by_officer and added.confirmed_at and added.state == REGISTERED
    services.add_by_officer(gathering.pk, "c" * 22, answers("p@example.org"))
    with pytest.raises(Refusal):
        services.add_by_officer(gathering.pk, "d" * 22, answers("p@example.org"))


def test_a_place_past_the_others_makes_one_place_more(gathering):
    for number in range(2):
        register(gathering, f"p{number}@example.org")
    third, fourth = register(gathering, "p3@example.org"), register(gathering, "p4@example.org")
    services.give_place(fourth)
    gathering.refresh_from_db()
    third.refresh_from_db()
    assert (gathering.capacity, third.state) == (3, WAITING)
    with pytest.raises(Refusal):
        services.give_place(fourth)


def test_she_changes_what_she_said_and_neither_place_nor_address(gathering):
    person = register(gathering, "p@example.org")
    services.change(person, answers("other@example.org", name="Chan Dara", sex="not-said") | {"state": CANCELLED})
    person.refresh_from_db()
    assert (person.name, person.sex, person.email, person.state) == (
        "Chan Dara",
        "not-said",
        "p@example.org",
        REGISTERED,
    )


def test_cached_pages_are_outdated_only_when_the_word_changes(organization, event):
    gathering = make_gathering(organization, event.translation_key, capacity=7)
    changes = []
    for number in range(8):
        before = current_version()
        register(gathering, phone=f"01200010{number}")
        changes.append(current_version() != before)
    # Six left are many, five are few, none is the waiting list.
    assert changes == [False, True, False, False, False, False, True, False]


def test_after_the_closing_nobody_moves_up_or_cancels(gathering):
    person = make_registration(gathering)
    gathering.closed_at = timezone.now()
    gathering.save()
    with pytest.raises(Refusal):
        services.cancel(person)
