"""The dead letters in the admin: administrators see what was given up and why, and may have it tried again."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from mail.outbox_events import MailPayload
from outbox import services
from outbox.dead_letters import views
from outbox.models import Event
from tests.accounts.sign_in_helpers import sign_in
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
EMPTY_MAIL = dict.fromkeys(MailPayload.__annotations__, "")
PAGE, RETRY = "outbox:dead", "outbox:retry"


@pytest.fixture
def die(happen):
    """Give an event up: die("test.sent", "page:1", "no route")."""

    def give_up(
        kind: str = "test.sent", aggregate: str = "page:1", cause: str = "no route", **payload: object
    ) -> Event:
        event = happen(kind, aggregate, **payload)
        event.settle(Event.State.DEAD, cause)
        event.attempts = 10
        event.save()
        return event

    return give_up


@pytest.fixture
def desk(administrator, client: Client) -> Client:
    sign_in(client, administrator)
    return client


def rows(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [re.sub(r"\s+", " ", row.text.strip()) for row in soup.select("table.listing tbody tr")]


def test_an_administrator_sees_what_was_given_up_and_why(desk, die):
    die("mail.send", "mail:a@example.org", "ConnectionRefusedError: nobody there", **EMPTY_MAIL)
    (row,) = rows(desk.get(reverse(PAGE)))
    assert "mail.send mail:a@example.org ConnectionRefusedError: nobody there 10" in row


def test_what_an_event_carries_is_never_shown(desk, die):
    die(link="https://example.org/invitation/secret-of-hers")
    response = desk.get(reverse(PAGE))
    assert rows(response)
    assert b"secret-of-hers" not in response.content


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, ["page:2", "page:1", "page:7"]),
        ({"kind": "test.sent"}, ["page:2", "page:1"]),
        ({"about": "page:2"}, ["page:2"]),
        ({"cause": "TIMEOUT"}, ["page:1"]),
        ({"kind": "no such kind"}, []),
        ({"about": "x" * 400}, []),
        ({"p": "nonsense"}, ["page:2", "page:1", "page:7"]),
    ],
)
def test_filters(desk, die, query, shown):
    die("test.drawn", "page:7")
    die("test.sent", "page:1", "timeout")
    die("test.sent", "page:2")
    response = desk.get(reverse(PAGE), query)
    assert [re.search(r"page:\d", row)[0] for row in rows(response)] == shown


def test_one_is_tried_again_and_it_is_logged_who_wanted_that(desk, die, administrator):
    one, other = die(), die(aggregate="page:2")
    response = desk.post(reverse(RETRY), {"event": one.pk}, follow=True)
    assert b"1 event is tried again" in response.content
    assert set(Event.objects.dead()) == {other}
    entry = ModelLogEntry.objects.get(action="outbox.retry")
    assert (entry.user, entry.object_id, entry.data["cause"]) == (administrator, str(one.pk), "no route")


def test_all_that_fit_the_filter_are_tried_again(desk, die):
    left = die("test.drawn")
    die(), die(aggregate="page:2")
    desk.post(reverse(RETRY), {"all": "1", "kind": "test.sent", "about": "", "cause": ""})
    assert set(Event.objects.dead()) == {left}
    assert ModelLogEntry.objects.filter(action="outbox.retry").count() == 2


def test_more_than_can_be_waited_for_are_tried_in_parts(desk, die, monkeypatch):
    monkeypatch.setattr(views, "MAX_RETRIED", 2)
    for number in range(3):
        die(aggregate=f"page:{number}")
    desk.post(reverse(RETRY), {"all": "1"})
    assert Event.objects.dead().count() == 1


@pytest.mark.parametrize("data", [{}, {"event": "x"}, {"event": "9" * 30}, {"event": "-1"}, {"kind": "test.sent"}])
def test_what_names_no_dead_letter_changes_nothing_and_says_so(desk, die, data):
    event = die()
    response = desk.post(reverse(RETRY), data, follow=True)
    assert b"nothing was changed" in response.content
    assert set(Event.objects.dead()) == {event}


def test_one_that_is_dead_no_more_is_left_alone(desk, die):
    event = die()
    services.retry_dead([event.pk])
    assert b"nothing was changed" in desk.post(reverse(RETRY), {"event": event.pk}, follow=True).content


def test_nothing_is_decided_by_a_get(desk, die):
    event = die()
    assert desk.get(reverse(RETRY), {"event": event.pk}).status_code == 405
    assert set(Event.objects.dead()) == {event}


@pytest.mark.parametrize("who", ["officer", "manager", "editor"])
def test_for_all_others_there_is_nothing(client, request, die, who):
    event = die()
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(PAGE)).status_code == 404
    assert client.post(reverse(RETRY), {"event": event.pk}).status_code == 404
    assert reverse(PAGE).encode() not in client.get(reverse("wagtailadmin_home")).content
    assert set(Event.objects.dead()) == {event}


def test_strangers_are_asked_to_sign_in(client, die):
    event = die()
    assert client.get(reverse(PAGE)).status_code == 302
    # What a form said comes back (portal.kept_text); nothing of it is done.
    assert client.post(reverse(RETRY), {"event": event.pk}).status_code == 403
    assert set(Event.objects.dead()) == {event}


def test_a_full_page_asks_as_often_as_a_short_one(desk, die):
    die()
    short = queries_of(desk, reverse(PAGE))
    for number in range(60):
        die(aggregate=f"page:{number}")
    full = queries_of(desk, reverse(PAGE))
    assert len(rows(desk.get(reverse(PAGE)))) == views.PAGE_SIZE
    assert len(full) == len(short) <= 25


def test_the_menu_leads_administrators_there(desk):
    assert reverse(PAGE).encode() in desk.get(reverse("wagtailadmin_home")).content
