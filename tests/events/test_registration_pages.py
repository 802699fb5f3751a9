"""The pages and mails of registration, as somebody meets them who registers."""

import gzip
import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from common.rate_limit import DAY, RateLimit
from events.models import Registration
from events.registration import services, views, waiting_list
from events.registration.forms import read_reach
from outbox.models import Event
from tests.events.registrations import make_gathering, make_registration
from tests.factories import drain_outbox, make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import standing_organization
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
SAID = {"name": "Chan Sokha", "sex": "woman", "organization_kind": "ngo", "agrees": "on"}


def make_event():
    organization = standing_organization("silk-weavers")
    page = make_page("event", organization, live=True, title="Khmer Unicode", venue="Provincial hall")
    drain_outbox()
    return page


EVENT = KeptRows(make_event)


@pytest.fixture
@keeps(EVENT)
def event(db, request):
    """A public event."""
    return EVENT.of(request)


@pytest.fixture
def gathering(event, organization):
    return make_gathering(organization, event.translation_key, asks_province=True, asks_age=True, asks_disability=True)


def address(event):
    return f"/en/events/{event.pk}/register/"


def form_token(response):
    return re.search(r'name="form_token" value="(\w{22})"', response.text)[1]


def send(client, event, reach, **said):
    token = form_token(client.get(address(event)))
    return client.post(address(event), SAID | {"reach": reach, "form_token": token} | said)


def test_by_mail_from_the_event_to_the_code_at_the_door(client, event, gathering, drain):
    page = client.get(event.url)
    assert "Places are free" in page.text and address(event) in page.text

    sent = send(client, event, "Sokha@Example.org")
    assert sent.headers["Location"] == f"/en/events/{event.pk}/registered/"
    assert "Check your e-mail" in client.get(sent.headers["Location"]).text
    drain()
    (asked,) = django_mail.outbox
    assert asked.to == ["sokha@example.org"] and not asked.attachments and "Chan" not in asked.body
    own = re.search(r"https?://[^/]+(/e/\w{22}/)", asked.body)[1]

    assert "Please confirm" in client.get(own).text
    assert Registration.objects.get().confirmed_at is None
    assert client.post(own).status_code == 302
    drain()
    ticket = django_mail.outbox[1]
    registration = Registration.objects.get()
    assert registration.spaced_code in ticket.body and own in ticket.body
    picture, calendar = ticket.attachments
    assert picture[2] == "image/png" and picture[1].startswith(b"\x89PNG")
    assert calendar[2] == "text/calendar" and f"UID:{event.translation_key}@" in calendar[1]
    shown = client.get(own).text
    assert registration.spaced_code in shown and "<svg" in shown and 'class="qr"' in shown
    client.post(own)
    assert drain() == 0


def test_one_answer_for_every_address_and_nothing_of_it_in_the_outbox(client, event, gathering):
    first = send(client, event, "sokha@example.org")
    again = send(client, event, "sokha@example.org", name="Somebody Else")
    assert again.status_code == 302 and again.headers["Location"] == first.headers["Location"]
    assert Registration.objects.get().name == "Chan Sokha"
    assert not any("sokha" in str(event.payload).lower() for event in Event.objects.all())


def test_by_telephone_to_her_own_page_where_she_cancels_and_deletes(client, event, gathering):
    done = send(client, event, "០១២ 345 678")
    own = done.headers["Location"]
    assert Registration.objects.get().phone == "012345678"
    page = client.get(own).text
    assert "The organization calls you" in page and "72 hours after" in page
    client.post(f"{own}cancel/")
    assert Registration.objects.get().state == "cancelled"
    assert "Nothing is kept of you" in client.post(f"{own}delete/").text
    unknown = client.get("/e/0000000000000000000000/")
    assert (client.get(own).status_code, unknown.status_code) == (404, 404)
    assert client.get(own).text.replace(own, "") == unknown.text.replace("/e/0000000000000000000000/", "")


def test_she_changes_her_answers_and_a_get_changes_nothing(client, event, gathering):
    own = send(client, event, "012345678").headers["Location"]
    for part in ("cancel/", "delete/", "change/"):
        assert client.get(own + part).status_code == 200
    client.post(f"{own}change/", {"name": "Chan Dara", "sex": "not-said", "organization_kind": "media"})
    registration = Registration.objects.get()
    assert (registration.name, registration.organization_kind, registration.state) == (
        "Chan Dara",
        "media",
        "registered",
    )
    assert (registration.age_band, registration.disability, registration.place) == ("not-said", "not-said", None)
    assert b"BEGIN:VEVENT" in client.get(f"{own}event.ics").content


def test_what_was_typed_stays_and_what_is_wrong_is_said(client, event, gathering):
    answer = send(client, event, "0123", agrees="", organization_kind="")
    assert answer.status_code == 200 and not Registration.objects.exists()
    assert 'value="Chan Sokha"' in answer.text and 'value="0123"' in answer.text
    assert 'href="#id_reach"' in answer.text and 'href="#id_agrees"' in answer.text
    assert form_token(answer)


def test_a_program_and_a_double_tap_register_nobody_twice(client, event, gathering):
    send(client, event, "012345678", nickname="bot")
    assert not Registration.objects.exists()
    token = form_token(client.get(address(event)))
    both = [client.post(address(event), SAID | {"reach": "012345678", "form_token": token}) for _tap in range(2)]
    assert both[0].headers["Location"] == both[1].headers["Location"]
    assert Registration.objects.count() == 1


def test_too_many_over_one_connection_are_told(client, event, gathering):
    for number in range(20):
        send(client, event, f"0123456{number:02}")
    answer = send(client, event, "012345699")
    assert "Too many people registered over your connection" in answer.text
    assert Registration.objects.count() == 20


def test_one_event_takes_few_registrations_over_one_connection(client, event, gathering, monkeypatch):
    monkeypatch.setattr(views, "FOR_ONE_EVENT", RateLimit("registration for one event", 2, DAY))
    for number in range(2):
        send(client, event, f"01234560{number}")
    answer = send(client, event, "012345699")
    assert "Too many people registered over your connection" in answer.text and 'value="012345699"' in answer.text
    assert Registration.objects.count() == 2


def test_an_address_that_gets_no_more_mail_is_told_beside_what_was_typed(client, event, gathering, monkeypatch):
    monkeypatch.setattr(services, "may_write_to", lambda _email, _sender: False)
    answer = send(client, event, "p@example.org")
    assert "You are not registered yet" in answer.text and 'value="p@example.org"' in answer.text
    assert 'href="#id_reach"' in answer.text and not Registration.objects.exists()


@pytest.mark.parametrize("part", ["", "cancel/", "delete/", "change/"])
def test_what_is_deleted_in_another_tab_is_not_found_and_no_error(client, event, gathering, monkeypatch, part):
    """The page was read, then the registration went, then the service took the lock."""
    person = make_registration(gathering, confirmed_at=None)
    stock = waiting_list.locked

    def locked(gathering_id):
        Registration.objects.filter(pk=person.pk).delete()
        return stock(gathering_id)

    monkeypatch.setattr(services, "locked", locked)
    said = {"name": "Chan Dara", "sex": "not-said", "organization_kind": "media"}
    answer = client.post(f"/e/{person.token}/{part}", said, follow=True)
    assert answer.status_code == (200 if part == "delete/" else 404)
    assert not Registration.objects.exists()


def test_the_form_is_never_cached_and_the_event_page_says_words_alone(
    client, event, gathering, django_assert_num_queries
):
    for number in range(16):
        make_registration(gathering, email=f"p{number}@example.org")
    assert "no-store" in client.get(address(event)).headers["Cache-Control"]
    page = client.get(event.url).text
    # Without the day and hour of the closing and the address of the form, which have numbers of their own.
    places = re.sub(r"<[^>]*>|until [^<]*", "", page.split('class="places')[1].split("</div>")[0])
    assert "Few places left" in places and "16" not in places
    gathering.closed_at = timezone.now()
    gathering.save()
    assert send_is_closed(client, event)


def send_is_closed(client, event):
    answer = client.get(address(event))
    return "Registration is closed" in answer.text and "form_token" not in answer.text


def test_a_draft_an_event_without_registration_and_a_big_number_are_not_there(client, make_page, organization, event):
    draft = make_page("event", organization)
    make_gathering(organization, draft.translation_key)
    for number in (draft.pk, event.pk, 2**40):
        assert client.get(f"/en/events/{number}/register/").status_code == 404


def test_in_khmer_her_page_and_mails_are_khmer(client, event, gathering, drain):
    token = form_token(client.get(address(event).replace("/en/", "/km/")))
    client.post(address(event).replace("/en/", "/km/"), SAID | {"reach": "p@example.org", "form_token": token})
    drain()
    assert "ចុះឈ្មោះ" in django_mail.outbox[0].subject
    own = client.get(f"/e/{Registration.objects.get().token}/")
    assert '<html lang="km">' in own.text


def test_queries_of_the_pages(client, event, gathering):
    registration = make_registration(gathering)
    client.get(address(event))
    form, own = queries_of(client, address(event)), queries_of(client, f"/e/{registration.token}/")
    assert len(form) <= 9, form
    assert len(own) <= 6, own


def test_queries_and_weight_of_the_event_page(client, event, gathering):
    for _number in range(3):
        make_registration(gathering)
    assert len(few := queries_of(client, event.url)) <= 10, few
    packed = gzip.compress(client.get(event.url).content)
    assert len(packed) <= 30_000


def test_no_place_any_more_for_what_was_true_when_it_was_recorded(client, event, gathering, drain):
    send(client, event, "p@example.org")
    Registration.objects.update(confirmed_at=timezone.now() - timedelta(minutes=1))
    drain()
    assert not django_mail.outbox


@pytest.mark.parametrize("typed", ["012", "1280", "sokha", "sokha@", "012345678, 012345679", "0" * 30])
def test_neither_a_number_nor_an_address(typed):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        read_reach(typed)


def test_a_form_sent_again_with_a_telephone_opens_nobody_elses_page(client, event, gathering):
    form = SAID | {"form_token": "t" * 22}
    client.post(address(event), form | {"reach": "somebody@example.org"})
    by_phone = client.post(address(event), form | {"reach": "012345678"}).headers["Location"]
    assert "somebody@example.org" not in client.get(by_phone).text
    client.post(by_phone)
    assert Registration.objects.get(email="somebody@example.org").confirmed_at is None


def test_one_form_sent_to_two_events_registers_for_both(client, event, gathering, make_page, organization, drain):
    other = make_page("event", organization, live=True, title="Another")
    drain()
    make_gathering(organization, other.translation_key)
    for each in (event, other):
        client.post(address(each), SAID | {"reach": "012345678", "form_token": "t" * 22})
    assert Registration.objects.values("gathering").distinct().count() == 2


def test_nobody_registers_once_the_event_is_over(client, event, gathering):
    token = form_token(client.get(address(event)))
    hour = timedelta(hours=1)
    type(event).objects.filter(pk=event.pk).update(starts_at=timezone.now() - 2 * hour, ends_at=timezone.now() - hour)
    shown = client.get(address(event))
    assert "Registration is closed" in shown.text and "form_token" not in shown.text
    client.post(address(event), SAID | {"reach": "012345678", "form_token": token})
    assert not Registration.objects.exists()


def test_nobody_registers_with_a_suspended_organization_that_stays_public(client, event, gathering, organization):
    token = form_token(client.get(address(event)))
    type(organization).objects.filter(pk=organization.pk).update(status="suspended", stays_public=True)
    assert "Registration is closed" in client.get(event.url).text
    assert "form_token" not in client.get(address(event)).text
    client.post(address(event), SAID | {"reach": "012345678", "form_token": token})
    assert not Registration.objects.exists()
