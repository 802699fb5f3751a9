"""Following by mail: from the page to ask to the page to leave."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone

from catalog.terms import topics
from common import rate_limit
from feed.follow import limits, links, services
from feed.models import Follow, Follower
from mail import unsolicited
from orgs.models import Organization
from outbox.models import Event
from tests.factories import drain_outbox
from tests.queries import queries_of

HERS = "Reader@Example.org"
WHAT = {
    "organization": "organization=silk-weavers",
    "topic": "topic=law",
    "search": "q=loom&place=takeo",
    "everything": "everything=1",
}


@pytest.fixture(autouse=True)
def not_counted_yet(db):
    cache.clear()
    mail.outbox.clear()


@pytest.fixture
def ask(client, organization, drain):
    """Ask to follow something, and give the path of the link in the mail that came, None where none did."""

    def ask(what="organization=silk-weavers", language="en", **form):
        mail.outbox.clear()
        response = client.post(f"/{language}/follow/?{what}", {"email": HERS, "rhythm": "weekly"} | form)
        assert response.status_code == 302, response.content.decode()
        assert response.url == f"/{language}/follow/asked/"
        drain()
        return link_in(mail.outbox[-1]) if mail.outbox else None

    return ask


def link_in(letter, page="confirm"):
    (found,) = set(re.findall(rf"http://\S+?(/\w\w/follow/{page}/[^\s\"<]+)", letter.body))
    return found


def html_of(letter):
    return letter.alternatives[0][0]


@pytest.fixture
def follower(ask, client):
    """A reader who follows Silk Weavers once a week."""
    client.post(ask())
    return Follower.objects.get()


def managing(follower, language="en"):
    return f"/{language}/follow/manage/{links.follower_token(follower)}/"


def leaving(follower):
    return f"/en/follow/leave/{links.follower_token(follower)}/"


@pytest.mark.parametrize("page", ["manage", "leave"])
def test_what_lies_in_the_database_opens_no_follower(follower, client, page):
    """Neither the key of a row nor a signature that was made for something else is a link."""
    row = [follower.pk, follower.key]
    others = [signing.dumps(row, salt="elsewhere"), signing.dumps(row, key="another secret key", salt=links.MANAGE)]
    for token in (follower.key, signing.b64_encode(signing.JSONSerializer().dumps(row)).decode(), *others):
        assert client.get(f"/en/follow/{page}/{token}/").status_code == 404, token
        assert client.post(f"/en/follow/{page}/{token}/").status_code == 404, token
    assert Follow.objects.filter(follower=follower).exists()


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("what", WHAT)
def test_what_is_asked_and_confirmed_is_followed(client, ask, language, what):
    page = client.get(f"/{language}/follow/?{WHAT[what]}")
    assert page.status_code == 200 and 'name="email"' in page.content.decode()
    confirm = ask(WHAT[what], language, rhythm="daily")
    letter = mail.outbox[-1]
    assert letter.to == ["reader@example.org"]
    assert letter.message()["Content-Language"] == language
    assert confirm.startswith(f"/{language}/") and confirm in html_of(letter)

    assert client.get(confirm).status_code == 200
    assert not Follow.objects.confirmed().exists(), "A GET confirms nothing."
    response = client.post(confirm, follow=True)

    follow = Follow.objects.confirmed().get()
    assert (follow.follower.rhythm, follow.follower.language) == ("daily", language)
    assert follow.name in response.content.decode()
    assert client.get(follow.url).status_code == 200


@pytest.mark.parametrize("place", ["/organizations/silk-weavers/", "/topics/law/", "/search/?q=loom&topic=law"])
@pytest.mark.parametrize("language", ["en", "km"])
def test_pages_lead_there(client, organization, drain, place, language):
    drain()
    content = client.get(f"/{language}{place}").content.decode()
    (link,) = set(re.findall(rf'href="(/{language}/follow/[^"]+)"', content))
    assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_a_search_narrowed_to_one_thing_is_that(client, ask):
    client.post(ask("q=&topic=law&order=newest"))
    assert Follow.objects.get().topic == topics.by_slug("law")


def test_what_the_public_does_not_see_cannot_be_followed(client, organization):
    Organization.objects.filter(pk=organization.pk).update(is_hidden=True)
    for what in (
        "organization=silk-weavers",
        "organization=none",
        "topic=none",
        "",
        "organization=%00",
        "q=" + "x" * 101,
    ):
        assert client.get(f"/en/follow/?{what}").status_code == 404, what
        assert client.post(f"/en/follow/?{what}", {"email": HERS, "rhythm": "weekly"}).status_code == 404
    assert not Follower.objects.exists()


@pytest.mark.parametrize("fault", [{"email": "no address"}, {"email": ""}, {"rhythm": "hourly"}, {"rhythm": ""}])
def test_a_fault_keeps_what_was_typed(client, organization, fault):
    form = {"email": HERS, "rhythm": "daily"} | fault
    content = client.post("/en/follow/?organization=silk-weavers", form).content.decode()
    assert 'class="error"' in content
    assert f'value="{form["email"]}"' in content or not form["email"]
    assert ("checked" in content) == (form["rhythm"] == "daily")
    assert not Follower.objects.exists()


def test_the_answer_does_not_tell_who_is_known(client, follower, drain):
    def answer(email):
        response = client.post("/en/follow/?organization=silk-weavers", {"email": email, "rhythm": "daily"})
        return response.status_code, response.url, client.get(response.url).content

    mail.outbox.clear()
    assert answer(HERS) == answer("new@example.org")
    drain()
    assert len(mail.outbox) == 2
    follower.refresh_from_db()
    assert follower.rhythm == "weekly", "Who types an address changes nothing of its owner's."


def test_a_link_confirms_once(client, ask, follower):
    confirm = ask("topic=law", rhythm="daily")
    client.post(confirm)
    services.change_preferences(follower, "weekly", "km")
    again = client.post(confirm)
    assert again.status_code == 302
    # A link that was used is no key to what she follows.
    assert "/follow/" not in again.url and client.get(again.url).status_code == 200
    follower.refresh_from_db()
    assert (follower.rhythm, follower.language) == ("weekly", "km")

    services.unfollow(follower, follower.follows.get(topic__slug="law").pk)
    response = client.post(confirm)
    assert response.status_code == 404
    assert not follower.follows.filter(topic__slug="law").exists()


def test_an_old_link_confirms_nothing(client, ask, time_machine):
    confirm = ask()
    time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))
    for response in (client.get(confirm), client.post(confirm)):
        assert response.status_code == 404
        assert "does not work any more" in response.content.decode()
    assert not Follow.objects.confirmed().exists()


def test_a_wrong_link_opens_nothing(client, ask, follower):
    confirm = ask("topic=law")
    forged = [
        confirm.replace("/confirm/", "/manage/"),
        confirm.replace("/confirm/", "/leave/"),
        managing(follower).replace("/manage/", "/confirm/"),
        managing(follower)[:-2] + "x/",
        leaving(follower)[:-2] + "x/",
        confirm[:-2] + "x/",
    ]
    for link in forged:
        assert client.get(link).status_code == 404
        assert client.post(link).status_code == 404
    assert Follow.objects.count() == 2 and Follow.objects.confirmed().count() == 1


def test_a_link_that_an_earlier_key_signed_opens_while_that_key_is_named(client, follower, settings):
    link = managing(follower)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert client.get(link).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(link).status_code == 404


def test_a_link_is_for_one_follower_though_numbers_come_again(client, follower):
    link, again = managing(follower), follower.pk
    follower.delete()
    other = Follower.objects.create(pk=again, email="other@example.org", language="en")
    other.follows.create(topic=topics.by_slug("law"), requested_at=timezone.now(), confirmed_at=timezone.now())
    assert client.get(link).status_code == 404
    client.post(link.replace("/manage/", "/leave/"))
    assert Follower.objects.filter(pk=other.pk).exists()


def test_what_nobody_confirms_is_deleted(client, ask, follower, time_machine):
    ask("topic=law")
    ask(email="somebody@example.org")
    time_machine.move_to(timezone.now() + timedelta(days=6, hours=23))
    services.delete_unconfirmed()
    assert Follow.objects.count() == 3
    time_machine.shift(timedelta(hours=2))
    services.delete_unconfirmed()
    assert list(Follow.objects.values_list("follower__email", "organization__slug")) == [
        ("reader@example.org", "silk-weavers")
    ]
    assert Follower.objects.count() == 1


def test_an_organization_that_is_hidden_is_not_named(client, ask, follower):
    client.post(ask("topic=law"))
    mail.outbox.clear()
    organization = Organization.objects.get(slug="silk-weavers")
    services.request_follow("other@example.org", Follow(organization=organization), "daily", "en")
    token = links.confirmation_token(Follow.objects.latest("pk"), "daily", "en")
    waiting = links.absolute_link("follow-confirm", "en", token)
    Organization.objects.filter(slug="silk-weavers").update(is_hidden=True)
    drain_outbox()
    assert not mail.outbox
    for path in (managing(follower), urlsplit(waiting).path):
        assert "Silk Weavers" not in client.get(path).content.decode()
    assert "Law" in client.get(managing(follower)).content.decode()


def test_who_follows_nothing_is_forgotten(client, follower):
    Follow.objects.all().delete()
    services.delete_unconfirmed()
    assert not Follower.objects.exists()


def test_she_changes_how_and_leaves_one_by_one(client, ask, follower):
    client.post(ask("topic=law"))
    page = managing(follower, "km")
    assert client.get(page).status_code == 200
    client.post(page, {"rhythm": "daily", "language": "km"})
    follower.refresh_from_db()
    assert (follower.rhythm, follower.language) == ("daily", "km")
    assert client.post(page, {"rhythm": "hourly", "language": "km"}).status_code == 200

    first, second = follower.follows.order_by("pk")
    client.post(page, {"leave": first.pk})
    assert list(follower.follows.all()) == [second]
    assert client.post(page, {"leave": "x"}).status_code == 302
    assert client.post(page, {"leave": second.pk}).url == "/km/follow/left/"
    assert not Follower.objects.exists()
    assert client.get(page).status_code == 404


def test_nobody_leaves_for_another(client, ask, follower):
    client.post(ask("topic=law", email="other@example.org"))
    others = Follow.objects.get(follower__email="other@example.org")
    client.post(managing(follower), {"leave": others.pk})
    assert Follow.objects.filter(pk=others.pk).exists()


def test_one_click_leaves_without_a_token_of_a_form(follower):
    from django.test import Client

    program = Client(enforce_csrf_checks=True)
    assert program.get(leaving(follower)).status_code == 200
    assert Follower.objects.exists(), "Opening the link deletes nothing."
    for _twice in range(2):
        assert program.post(leaving(follower), {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not Follower.objects.exists()
    form = Client(enforce_csrf_checks=True).post("/en/follow/?topic=law", {"email": HERS, "rhythm": "weekly"})
    assert form.status_code == 403


def test_programs_are_thanked_and_forgotten(ask):
    assert ask(nickname="x") is None
    assert not Follower.objects.exists()


def test_not_too_many_from_one_connection(client, organization):
    form = {"rhythm": "weekly"}
    place = "/en/follow/?organization=silk-weavers"
    for number in range(limits.FROM_ADDRESS.most):
        assert client.post(place, form | {"email": f"{number}@example.org"}).status_code == 302
    content = client.post(place, form | {"email": HERS}).content.decode()
    assert "try again in an hour" in content and HERS in content
    assert not Follower.objects.filter(email=HERS.lower()).exists()


def test_nobody_is_pestered(client, ask):
    links = [ask("topic=law") for _time in range(unsolicited.TO_MAILBOX_FROM_SENDER.most + 1)]
    assert links[-1] is None and all(links[:-1])


def test_where_nothing_can_be_counted_no_letter_goes_out(client, organization, monkeypatch):
    def broken(*_args):
        raise DatabaseError

    monkeypatch.setattr(rate_limit, "count_hit", broken)
    client.post("/en/follow/?organization=silk-weavers", {"rhythm": "weekly", "email": HERS})
    assert not Follower.objects.exists()


def test_more_than_anybody_follows(organization):
    for number in range(services.MAX_FOLLOWS + 2):
        services.request_follow(HERS, Follow(query=f"q={number}"), "weekly", "en")
    assert Follow.objects.count() == services.MAX_FOLLOWS


def test_addresses_stand_nowhere_else(client, ask, follower, manager, caplog, drain):
    from tests.accounts.sign_in_helpers import sign_in

    ask("topic=law")
    assert not Event.objects.filter(kind__startswith="feed.", payload__icontains="reader@").exists()
    assert not Event.objects.filter(stream__icontains="reader@").exists()
    assert "reader@" not in caplog.text + str(follower)
    sign_in(client, manager)
    for page in ("/workspace/", "/workspace/facts/", "/workspace/people/", "/workspace/log/", "/admin/"):
        assert "reader@" not in client.get(page, follow=True).content.decode().lower()


def test_an_organization_learns_the_number_of_its_followers(client, ask, follower, manager):
    from tests.accounts.sign_in_helpers import sign_in

    ask(email="unconfirmed@example.org")
    sign_in(client, manager)
    assert "1 reader follows you by mail" in client.get("/workspace/facts/").content.decode()


def test_a_server_that_refuses_is_not_quoted(ask, monkeypatch, caplog):
    import smtplib

    from outbox.services import drain as drain_some

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({"reader@example.org": (550, b"nobody")})

    services.request_follow(HERS, Follow(topic=topics.by_slug("law")), "weekly", "en")
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    drain_some()
    event = Event.objects.get(kind="feed.confirmation")
    assert event.state == Event.State.DEAD
    assert "reader@" not in event.error + caplog.text


@pytest.mark.parametrize("what", WHAT.values())
def test_the_page_to_ask_costs_few_queries(client, organization, what):
    assert len(queries_of(client, f"/en/follow/?{what}")) <= 4


def test_pages_cost_the_same_for_many_follows(client, follower, make_organization):
    few = len(queries_of(client, managing(follower)))
    for number in range(5):
        one = {"organization": make_organization(f"other-{number}")}
        follower.follows.create(**one, requested_at=timezone.now(), confirmed_at=timezone.now())
    for topic in topics.all():
        follower.follows.create(topic=topic, requested_at=timezone.now(), confirmed_at=timezone.now())
    follower.follows.create(query="q=a&organization=other-1", requested_at=timezone.now(), confirmed_at=timezone.now())
    assert len(queries_of(client, managing(follower))) == few <= 5
