"""Links in mails: a GET changes nothing, one POST leaves, nobody needs to sign in, and no link is another's."""

from __future__ import annotations

from typing import Any

import pytest

from discussions.mailing.links import choice_link, leave_link, read_subscription, subscription_token
from discussions.models import Participant, Subscription
from discussions.models.participants import new_key
from tests.discussions.factories import make_board, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscription(portal: Any, settings: Any) -> Subscription:
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"
    board = make_board(name_en="Gender", name_km="យេនឌ័រ")
    return Subscription.objects.create(participant=make_participant(), board=board, rhythm="each")


def rhythm(subscription: Subscription) -> str:
    subscription.refresh_from_db()
    return subscription.rhythm


def leave(subscription: Subscription) -> str:
    return leave_link(subscription_token(subscription), "en").removeprefix("http://testserver")


def choice(subscription: Subscription) -> str:
    return choice_link(subscription_token(subscription), "km").removeprefix("http://testserver")


def test_a_get_shows_a_button_and_changes_nothing(client, subscription):
    for method in (client.get, client.head):
        answer = method(leave(subscription))
        assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    page = client.get(leave(subscription)).content.decode()
    assert "Get no more mail" in page and "noindex" in page
    assert rhythm(subscription) == "each"


def test_her_mail_program_leaves_with_one_post(subscription):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = client.post(leave(subscription), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and "You get no more mail" in answer.content.decode()
    assert rhythm(subscription) == "none"
    # Once more changes nothing.
    assert client.post(leave(subscription)).status_code == 200


def test_the_choice_is_saved_and_a_foreign_word_is_not(client, subscription):
    page = client.get(choice(subscription)).content.decode()
    assert "យេនឌ័រ" in page and "សារនីមួយៗ" in page
    answer = client.post(choice(subscription), {"rhythm": "weekly"})
    assert answer.status_code == 302 and rhythm(subscription) == "weekly"
    assert client.post(choice(subscription), {"rhythm": "hourly"}).status_code == 200
    assert rhythm(subscription) == "weekly"


def test_who_was_paused_is_told_and_her_mails_go_on(client, subscription):
    assert "resume" not in client.get(choice(subscription)).content.decode()
    Participant.objects.update(state="paused", bounces=5)
    assert 'name="resume"' in client.get(choice(subscription)).content.decode()
    client.post(choice(subscription), {"resume": "yes"})
    participant = Participant.objects.get()
    assert (participant.state, participant.bounces) == ("active", 0)


def test_a_blocked_participant_cannot_resume(client, subscription):
    Participant.objects.update(state="blocked")
    client.post(choice(subscription), {"resume": "yes"})
    assert Participant.objects.get().state == "blocked"
    assert client.post(leave(subscription)).status_code == 200 and rhythm(subscription) == "none"


@pytest.mark.parametrize("token", ["x", "WzEsImEiXQ:AAAA", "a" * 5000, "\u17a2"])
def test_a_forged_link_is_a_404(client, subscription, token):
    for address in (f"/en/discussions/mail/{token}/", f"/en/discussions/mail/{token}/leave/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert rhythm(subscription) == "each"


def test_a_link_of_an_id_that_was_given_out_again_opens_nothing(client, subscription):
    address = leave(subscription)
    Participant.objects.update(key=new_key())
    assert client.post(address).status_code == 404
    assert rhythm(subscription) == "each"


def test_a_link_is_the_same_in_every_mail(subscription):
    assert subscription_token(subscription) == subscription_token(Subscription.objects.get())


def test_an_earlier_key_is_honoured(subscription, settings):
    token = subscription_token(subscription)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert read_subscription(token) == subscription
    settings.SECRET_KEY_FALLBACKS = []
    assert read_subscription(token) is None


def test_a_page_takes_one_query_of_ours(client, subscription, django_assert_max_num_queries):
    client.get(leave(subscription))
    with django_assert_max_num_queries(6):
        client.get(leave(subscription))
