"""The officer's pages of registration for an event."""

import re

import pytest
from django.core import mail as django_mail
from wagtail.models import ModelLogEntry

from events.models import Gathering, Registration
from tests.accounts.sign_in_helpers import sign_in
from tests.events.registrations import make_gathering, make_registration
from tests.factories import drain_outbox, make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import standing_organization
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def make_event():
    page = make_page("event", standing_organization("silk-weavers"), live=True, title="Khmer Unicode")
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
    return make_gathering(organization, event.translation_key, capacity=1)


@pytest.fixture
def at_work(client, officer):
    client.force_login(officer)
    return client


def address(event, part=""):
    return f"/workspace/piece/{event.pk}/registration/{part}"


def test_an_officer_opens_registration_with_what_is_proposed(at_work, event):
    assert at_work.get(address(event)).headers["Location"] == address(event, "settings/")
    page = at_work.get(address(event, "settings/"))
    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    for name in ("opens_at", "closes_at"):
        typed[name] = re.search(rf'name="{name}" value="([^"]+)"', page.text)[1]
    done = at_work.post(address(event, "settings/"), typed | {"capacity": "20", "asks_province": "on"})
    assert done.status_code == 302, done.context["form"].errors
    gathering = Gathering.objects.get()
    assert (gathering.capacity, gathering.key, gathering.keep_days) == (20, event.translation_key, 90)
    assert gathering.asks_province and not gathering.asks_disability
    assert at_work.get(f"/en/events/{event.pk}/register/").status_code == 200
    again = at_work.post(address(event, "settings/"), typed | {"capacity": "", "closes_at": "01/01/2020 08:00"})
    assert "It closes before it opens" in again.text


def test_more_places_go_to_who_waits(at_work, event, gathering):
    make_registration(gathering)
    waiting = make_registration(gathering, state="waiting")
    page = at_work.get(address(event, "settings/"))
    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    for name in ("opens_at", "closes_at"):
        typed[name] = re.search(rf'name="{name}" value="([^"]+)"', page.text)[1]
    at_work.post(address(event, "settings/"), typed | {"capacity": "2"})
    waiting.refresh_from_db()
    assert waiting.state == "registered"


def test_somebody_without_mail_is_added_and_is_not_called_again(at_work, event, gathering):
    page = at_work.get(address(event, "add/"))
    token = re.search(r'name="form_token" value="(\w+)"', page.text)[1]
    said = {"name": "Chan Sokha", "reach": "012 345 678", "sex": "woman", "organization_kind": "commune-council"}
    refused = at_work.post(address(event, "add/"), said | {"form_token": token})
    assert "ask her first" in refused.text and 'value="Chan Sokha"' in refused.text
    done = at_work.post(address(event, "add/"), said | {"form_token": token, "agrees": "on"}, follow=True)
    added = Registration.objects.get()
    assert added.spaced_code in done.text and "To be called" not in done.text and "added by hand" in done.text
    entry = ModelLogEntry.objects.get(action="events.add_participant")
    assert entry.data == {"number": 1} and "Sokha" not in entry.label


def test_calling_cancelling_and_giving_a_place(at_work, event, gathering, drain):
    by_phone = make_registration(gathering, email="", phone="012345678", confirmed_at=None)
    first, second = (make_registration(gathering, state="waiting") for _number in range(2))
    assert "To be called" in at_work.get(address(event)).text
    at_work.post(address(event), {"act": "called", "id": by_phone.pk})
    assert "To be called" not in at_work.get(address(event)).text
    at_work.post(address(event), {"act": "place", "id": second.pk})
    at_work.post(address(event), {"act": "cancel", "id": by_phone.pk})
    states = [Registration.objects.get(pk=each.pk).state for each in (by_phone, first, second)]
    assert states == ["cancelled", "registered", "registered"]
    drain()
    assert sorted(sent.to for sent in django_mail.outbox) == sorted([[first.email], [second.email]])


def test_who_registered_elsewhere_is_not_there(at_work, event, gathering, organization, other_organization, make_page):
    strange = make_registration(make_gathering(other_organization))
    own = make_registration(make_gathering(organization))
    for act in ("cancel", "called", "place"):
        for pk in (strange.pk, own.pk, strange.pk + own.pk):
            told = at_work.post(address(event), {"act": act, "id": pk}, follow=True).text
            assert "not on the list any more" in told and strange.name not in told
        for pk in ("x", "9" * 30, ""):
            assert at_work.post(address(event), {"act": act, "id": pk}).status_code == 404
    assert Registration.objects.filter(state="registered").count() == 2


def test_who_was_cancelled_or_deleted_meanwhile_is_told_so(at_work, event, gathering):
    cancelled = make_registration(gathering, state="cancelled", confirmed_at=None)
    for act in ("cancel", "called"):
        told = at_work.post(address(event), {"act": act, "id": cancelled.pk}, follow=True).text
        assert "was cancelled meanwhile" in told and "Noted" not in told
    pk, _rows = cancelled.pk, cancelled.delete()
    for act in ("cancel", "called", "place"):
        told = at_work.post(address(event), {"act": act, "id": pk}, follow=True).text
        assert "the registration was deleted" in told
    assert not ModelLogEntry.objects.filter(action="events.cancel_participant").exists()


def test_nobody_of_another_organization_gets_in(client, other_officer, editor, event, gathering):
    person = make_registration(gathering, name="Chan Sokha")
    for user in (other_officer, editor):
        sign_in(client, user)
        for part in ("", "settings/", "add/", "list/"):
            answer = client.get(address(event, part))
            assert answer.status_code == 404 and "Sokha" not in answer.text
        assert client.post(address(event), {"act": "cancel", "id": person.pk}).status_code == 404
    person.refresh_from_db()
    assert person.is_active


def test_the_list_for_the_door_has_names_and_letters_alone(at_work, event, gathering):
    person = make_registration(gathering, name="Chan Sokha", phone="012345678")
    text = at_work.get(address(event, "list/")).text
    assert "Chan Sokha" in text and person.spaced_code in text
    assert person.email not in text and person.phone not in text


def test_as_many_queries_for_many_as_for_few(at_work, event, gathering):
    make_registration(gathering)
    make_registration(gathering, state="waiting")
    few = queries_of(at_work, address(event))
    for _number in range(10):
        make_registration(gathering, state="waiting")
        make_registration(gathering)
    many = queries_of(at_work, address(event))
    assert len(many) == len(few) <= 17, "\n".join(query[:150] for query in few)


def test_long_lists_of_who_waits_and_who_is_to_be_called_lead_on(at_work, event, gathering, monkeypatch):
    monkeypatch.setattr("workspace.organization.views.registration.PEOPLE_A_PAGE", 2)
    people = [make_registration(gathering, state="waiting") for _number in range(5)]
    first = at_work.get(address(event)).text
    last = at_work.get(address(event) + "?waiting=3").text
    assert "5 waiting" in first and people[0].name in first and people[4].name not in first
    assert people[4].name in last and people[0].name not in last
    assert 'href="?waiting=2"' in first


def test_a_suspended_organization_changes_nothing(at_work, event, gathering, organization):
    person = make_registration(gathering)
    waiting = make_registration(gathering, state="waiting", confirmed_at=None)
    type(organization).objects.filter(pk=organization.pk).update(status="suspended")
    said = {"name": "Kim Dara", "reach": "012345678", "sex": "woman", "organization_kind": "ngo", "agrees": "on"}
    answers = [
        at_work.post(address(event), {"act": "cancel", "id": person.pk}, follow=True),
        at_work.post(address(event), {"act": "place", "id": waiting.pk}, follow=True),
        at_work.post(address(event), {"act": "called", "id": waiting.pk}, follow=True),
        at_work.post(address(event, "add/"), said | {"form_token": "a" * 22}),
        at_work.post(f"/workspace/piece/{event.pk}/figures/", follow=True),
    ]
    assert all("is suspended at the moment" in answer.text for answer in answers)
    assert list(gathering.registrations.values_list("state", "confirmed_at")) == [
        ("registered", person.confirmed_at),
        ("waiting", None),
    ]


def test_a_suspended_organization_opens_no_registration(at_work, event, organization):
    page = at_work.get(address(event, "settings/"))
    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    for name in ("opens_at", "closes_at"):
        typed[name] = re.search(rf'name="{name}" value="([^"]+)"', page.text)[1]
    type(organization).objects.filter(pk=organization.pk).update(status="suspended")
    refused = at_work.post(address(event, "settings/"), typed | {"capacity": "20"})
    assert "is suspended at the moment" in refused.text and not Gathering.objects.exists()
