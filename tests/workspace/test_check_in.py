"""Check-in at the door: without scripts, from telephones that were offline, and only for the organization's own."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import CheckIn, Registration
from tests.events.registrations import make_gathering, make_registration
from tests.queries import queries_of

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon(time_machine):
    """Check-ins count by the day in Cambodia: at noon "half an hour ago" is the same day, whenever the tests run."""
    time_machine.move_to(timezone.localtime().replace(hour=12, minute=0))


@pytest.fixture
def event(make_page, organization, officer):
    """An event that began an hour ago."""
    now = timezone.now()
    times = {"starts_at": now - HOUR, "ends_at": now + 3 * HOUR}
    return make_page("event", organization, owner=officer, title="Khmer Unicode", live=True, **times)


@pytest.fixture
def gathering(event, organization):
    return make_gathering(organization, event.translation_key)


@pytest.fixture
def sokha(gathering):
    return make_registration(gathering, name="Chan Sokha", sex="woman")


def door(gathering):
    return reverse("workspace:check-in", args=[gathering.pk])


def milliseconds(moment):
    return int(moment.timestamp() * 1000)


def send(client, gathering, *entries, now=None, device="phone-1"):
    body = {"device": device, "now": milliseconds(now or timezone.now()), "entries": list(entries)}
    url = reverse("workspace:check-in-entries", args=[gathering.pk])
    return client.post(url, json.dumps(body), content_type="application/json")


def tap(key, code="", at=None, **more):
    return {"key": key, "code": code, "at": milliseconds(at or timezone.now())} | more


def test_an_officer_checks_in_and_takes_back_without_scripts(officers, gathering, sokha):
    page = officers.get(door(gathering))
    assert "Chan Sokha" in page.content.decode() and "Khmer Unicode" in page.content.decode()
    officers.post(door(gathering), {"here": sokha.code})
    officers.post(door(gathering), {"here": sokha.code})
    assert CheckIn.objects.get().registration == sokha
    officers.post(door(gathering), {"undo": sokha.code})
    assert not CheckIn.objects.exists()


def test_the_list_is_searched_by_name_and_code(officers, gathering, sokha):
    make_registration(gathering, name="Kim Dara")
    for searched in ("sok ha", sokha.code.lower()):
        page = officers.get(door(gathering), {"q": searched}).content.decode()
        assert "Chan Sokha" in page and "Kim Dara" not in page


def test_somebody_who_is_not_on_the_list_is_added_once_and_is_here(officers, gathering):
    person = {"add": "yes", "token": "a" * 22, "name": "Sok Thida", "sex": "woman", "organization_kind": "ngo"}
    refused = officers.post(door(gathering), person)
    assert refused.context["form"].errors["agrees"] and not Registration.objects.exists()
    for _ in range(2):
        officers.post(door(gathering), person | {"agrees": "on"})
    registration = Registration.objects.get()
    assert (registration.name, registration.sex, registration.is_by_officer) == ("Sok Thida", "woman", True)
    assert registration.check_ins.count() == 1
    assert registration.delete_on == timezone.localdate(gathering_end(gathering)) + timedelta(days=gathering.keep_days)


def gathering_end(gathering):
    from events.models import EventPage

    return EventPage.objects.get(translation_key=gathering.key).ends_at


def test_a_full_event_takes_who_stands_at_the_door(officers, organization, event):
    gathering = make_gathering(organization, event.translation_key, capacity=0)
    person = {"add": "yes", "token": "b" * 22, "name": "Sok Thida", "sex": "woman", "organization_kind": "ngo"}
    officers.post(door(gathering), person | {"agrees": "on"})
    assert CheckIn.objects.count() == 1


def test_a_code_that_is_scanned_leads_to_its_person_and_a_get_decides_nothing(officers, gathering, sokha):
    url = reverse("workspace:check-in-code", args=[sokha.code])
    assert "Chan Sokha" in officers.get(url).content.decode()
    assert not CheckIn.objects.exists()
    assert officers.post(url).url == door(gathering)
    assert CheckIn.objects.get().registration == sokha


def test_two_telephones_send_twice_and_the_earliest_time_stays(officers, gathering, sokha):
    now = timezone.now()
    first, second = now - timedelta(minutes=30), now - timedelta(minutes=20)
    for _ in range(2):
        answer = send(officers, gathering, tap("k2", sokha.code, second), device="phone-2").json()
        assert answer["named"] == ["k2"]
    send(officers, gathering, tap("k1", sokha.code, first))
    send(officers, gathering, tap("k2", sokha.code, second), device="phone-2")
    assert abs(CheckIn.objects.get().at - first) < timedelta(seconds=2)


def test_whoever_comes_before_and_after_midnight_is_here_on_both_days(officers, gathering, event, sokha, time_machine):
    midnight = timezone.localtime().replace(hour=0) + timedelta(days=1)
    type(event).objects.filter(pk=event.pk).update(starts_at=midnight - HOUR, ends_at=midnight + HOUR)
    time_machine.move_to(midnight + timedelta(minutes=5))
    for key, minutes in (("k1", -20), ("k2", -10), ("k3", 2), ("k4", 4)):
        send(officers, gathering, tap(key, sokha.code, midnight + timedelta(minutes=minutes)))
    rows = CheckIn.objects.order_by("day").values_list("day", "at")
    assert [day for day, _at in rows] == [(midnight - HOUR).date(), midnight.date()]
    assert [round((at - midnight) / timedelta(minutes=1)) for _day, at in rows] == [-20, 2]


def test_a_clock_that_is_an_hour_wrong_is_corrected(officers, gathering, sokha):
    wrong = timezone.now() + HOUR
    send(officers, gathering, tap("k", sokha.code, wrong - timedelta(minutes=10)), now=wrong)
    assert abs(CheckIn.objects.get().at - (timezone.now() - timedelta(minutes=10))) < timedelta(seconds=5)


def test_a_tap_that_is_sent_twice_has_one_time_however_long_it_takes(officers, gathering, sokha, time_machine):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0) + timedelta(days=1)
    tapped = midnight - timedelta(seconds=1)
    for seconds in (9, 1, 5):
        time_machine.move_to(midnight + timedelta(seconds=seconds))
        send(officers, gathering, tap("k", sokha.code, tapped), now=midnight)
    assert CheckIn.objects.get().day == tapped.date()


def test_a_time_ahead_of_now_is_now(officers, gathering, sokha):
    send(officers, gathering, tap("k", sokha.code, timezone.now() + HOUR))
    assert CheckIn.objects.get().at <= timezone.now()


def test_only_the_telephone_that_said_it_takes_it_back(officers, gathering, sokha):
    send(officers, gathering, tap("k1", sokha.code))
    send(officers, gathering, tap("k2", sokha.code, undo=True), device="phone-2")
    assert CheckIn.objects.exists()
    send(officers, gathering, tap("k3", sokha.code, undo=True))
    assert not CheckIn.objects.exists()


def test_an_unknown_code_is_named_and_told(officers, gathering):
    answer = send(officers, gathering, tap("k", "AAAAAAAAAA")).json()
    assert answer["named"] == ["k"] and answer["refused"][0]["name"] == "AAAAAAAAAA"


def test_somebody_added_offline_is_added_once(officers, gathering):
    entry = tap("c" * 22, name="Sok Thida", sex="woman", kind="ngo")
    for _ in range(2):
        answer = send(officers, gathering, entry).json()
        assert answer["named"] == ["c" * 22] and not answer["refused"]
    assert [name for _code, name, _at in answer["people"]] == ["Sok Thida"]
    assert CheckIn.objects.count() == 1


def test_what_no_script_sends_is_refused(officers, gathering):
    url = reverse("workspace:check-in-entries", args=[gathering.pk])
    now = milliseconds(timezone.now())
    for body in ("", "[]", "{}", '{"device": 3}', json.dumps({"device": "x", "now": now, "entries": [{}]})):
        assert officers.post(url, body, content_type="application/json").status_code == 400
    assert officers.post(url, {"device": "x"}).status_code == 400
    for entry in (tap("k", "A" * 11), tap("k", "A\u0000"), tap("k") | {"at": "now"}, tap("k") | {"at": 1e300}):
        assert send(officers, gathering, entry).status_code == 400
    assert send(officers, gathering, *(tap(str(number)) for number in range(501))).status_code == 400


def test_nothing_is_stored_before_it_opens_or_once_the_figures_are_counted(officers, gathering, event, sokha):
    gathering.closed_at = timezone.now()
    gathering.save()
    answer = send(officers, gathering, tap("k", sokha.code)).json()
    assert not answer["named"] and answer["refused"]
    assert not CheckIn.objects.exists()
    gathering.closed_at = None
    gathering.save()
    type(event).objects.filter(pk=event.pk).update(starts_at=timezone.now() + 13 * HOUR)
    assert not send(officers, gathering, tap("k", sokha.code)).json()["named"]


def test_the_list_of_a_telephone_has_names_and_codes_until_two_days_after(officers, gathering, event, sokha):
    url = reverse("workspace:check-in-list", args=[gathering.pk])
    answer = officers.get(url).json()
    assert answer["people"] == [[sokha.code, "Chan Sokha", None]] and answer["token"]
    assert sokha.email not in officers.get(url).content.decode()
    kept = timezone.now() - timedelta(hours=49)
    type(event).objects.filter(pk=event.pk).update(starts_at=kept - HOUR, ends_at=kept)
    assert officers.get(url).json()["people"] == []


def test_another_organization_finds_nothing(stranger, gathering, sokha):
    for name, argument in (
        ("check-in", gathering.pk),
        ("check-in-list", gathering.pk),
        ("check-in-code", sokha.code),
    ):
        assert stranger.get(reverse(f"workspace:{name}", args=[argument])).status_code == 404
    assert send(stranger, gathering, tap("k", sokha.code)).status_code == 404
    assert stranger.post(door(gathering), {"here": sokha.code}).status_code == 404
    assert not CheckIn.objects.exists()


def test_who_was_deleted_meanwhile_is_not_checked_in_and_the_officer_is_told(officers, gathering, sokha):
    code, _rows = sokha.code, sokha.delete()
    for act in ("here", "undo"):
        told = officers.post(door(gathering), {act: code}, follow=True).text
        assert "not on the list any more" in told
    assert officers.post(door(gathering), {"here": "x"}).status_code == 404


def test_the_kept_page_names_nobody_and_the_worker_keeps_it(officers, gathering, sokha):
    assert "Chan Sokha" not in officers.get(reverse("workspace:check-in-shell")).content.decode()
    worker = officers.get(reverse("workspace:check-in-worker"))
    assert (
        worker["Content-Type"].startswith("text/javascript")
        and reverse("workspace:check-in-shell") in worker.content.decode()
    )


def test_queries_do_not_grow_with_the_people(officers, gathering, sokha):
    few = len(queries_of(officers, door(gathering)))
    for _ in range(5):
        make_registration(gathering)
    assert len(queries_of(officers, door(gathering))) == few <= 14


def test_a_khmer_name_with_a_space_of_no_width_holds_up_nothing(officers, gathering, sokha):
    name = "ចាន់\u200bធីតា"
    told = send(officers, gathering, tap("k1", name=name, sex="woman", kind="ngo"), tap("k2", sokha.code)).json()
    assert told["named"] == ["k1", "k2"] and told["refused"] == []
    assert Registration.objects.filter(name=name).exists() and CheckIn.objects.count() == 2


def test_a_name_that_nobody_sees_is_refused_alone(officers, gathering, sokha):
    told = send(officers, gathering, tap("k1", name="\u200b", sex="woman", kind="ngo"), tap("k2", sokha.code)).json()
    assert told["named"] == ["k1", "k2"] and len(told["refused"]) == 1
    assert Registration.objects.count() == 1 and CheckIn.objects.count() == 1


@pytest.mark.parametrize("body", ["[" * 100_000, '{"now": NaN, "device": "", "entries": []}', b"\xff"])
def test_what_no_script_sends_is_400(officers, gathering, body):
    url = reverse("workspace:check-in-entries", args=[gathering.pk])
    assert officers.post(url, body, content_type="application/json").status_code == 400
