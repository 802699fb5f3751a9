"""A person sees what is kept of her, takes it along, and deletes her account; so do followers, by their link."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from accounts.models import User
from feed.follow.links import follower_token
from feed.follow.services import request_follow
from feed.models import Follow, Follower
from operations.personal_data.people import personal_models
from outbox.models import Event
from tests.factories import PASSWORD
from tests.queries import queries_of

PAGE, FILE, DELETE = reverse("own-data"), reverse("own-data-file"), reverse("delete-account")


@pytest.fixture
def sign_in(settings: Any) -> Any:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def test_she_sees_her_own_data_and_nobody_elses(sign_in, organization, officer, other_organization, make_page, client):
    make_page("update", organization, owner=officer, title="Her own draft")
    make_page("update", other_organization, title="Not hers at all")

    page = sign_in(officer).get(PAGE)
    file = sign_in(officer).get(FILE)

    assert page["Cache-Control"].find("no-store") >= 0 and "attachment" in file["Content-Disposition"]
    for text in (page.content.decode(), json.dumps(json.loads(file.content), ensure_ascii=False)):
        assert officer.email in text and "Her own draft" in text
        assert "Not hers at all" not in text and "law-circle" not in text and other_organization.name_en not in text
    assert client.get(PAGE).status_code == client.get(FILE).status_code == client.get(DELETE).status_code == 302


def test_the_page_costs_one_query_for_each_kind(sign_in, organization, officer, make_page):
    few = len(queries_of(sign_in(officer), PAGE))
    for _each in range(30):
        make_page("update", organization, owner=officer)
    many = queries_of(sign_in(officer), PAGE)

    # Where there are more than are shown they are counted as well.
    assert len(many) <= few + 4
    assert few <= len(personal_models()) + 20


def test_it_speaks_khmer(sign_in, organization, officer, make_page):
    make_page("update", organization, owner=officer, title="១")
    User.objects.filter(pk=officer.pk).update(language="km")

    for url in (PAGE, DELETE):
        text = sign_in(officer).get(url).content.decode()
        for untranslated in ("What Neary keeps", "Delete my account", "What goes", "Keep it", "Download"):
            assert untranslated not in text
        # Names of fields that no library has in Khmer are left out.
        for label in (
            "Object str",
            "Timestamp",
            "Created at",
            "User-group",
            "Action",
            "wagtail.create",
            "user<",
            ": user",
        ):
            assert label not in text, label


def test_she_deletes_her_account_with_her_password(sign_in, officer, drain):
    browser = sign_in(officer)
    assert "What stays" in browser.get(DELETE).content.decode()

    wrong = browser.post(DELETE, {"password": "a wrong password"})
    assert wrong.status_code == 200 and User.objects.get(pk=officer.pk).is_active

    done = browser.post(DELETE, {"password": PASSWORD})
    assert done.status_code == 302 and done["Location"] == reverse("account-deleted")
    assert not User.objects.get(pk=officer.pk).is_active
    assert browser.get(PAGE).status_code == 302
    assert "deleted" in browser.get(done["Location"]).content.decode()

    drain()
    assert not User.objects.filter(pk=officer.pk).exists()
    assert not Event.objects.exclude(state=Event.State.DONE).exists()


def test_with_a_second_factor_a_code_is_asked_for(sign_in, officer):
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    browser = sign_in(officer)

    assert browser.post(DELETE, {"password": PASSWORD}).status_code == 200
    assert browser.post(DELETE, {"code": "000000"}).status_code == 200
    assert User.objects.get(pk=officer.pk).is_active
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert browser.post(DELETE, {"code": code}).status_code == 302


def test_guesses_are_limited(sign_in, officer):
    browser = sign_in(officer)
    for _each in range(10):
        browser.post(DELETE, {"password": "wrong"})

    assert "Too many attempts" in browser.post(DELETE, {"password": PASSWORD}).content.decode()
    assert User.objects.get(pk=officer.pk).is_active


def test_without_password_and_factor_she_signs_in_anew(sign_in, officer):
    officer.set_unusable_password()
    officer.save()
    browser = sign_in(officer)

    assert "mailed code" in browser.post(DELETE).content.decode()
    session = browser.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session.save()
    assert browser.post(DELETE).status_code == 302


def test_the_only_manager_settles_that_first(sign_in, manager):
    browser = sign_in(manager)

    assert "only manager" in browser.get(DELETE).content.decode()
    assert browser.post(DELETE, {"password": PASSWORD}).status_code == 200
    assert User.objects.get(pk=manager.pk).is_active


def test_a_follower_takes_along_what_is_kept_of_her(organization, client, make_user):
    make_user("reader@example.org", first_name="Not for the link")
    request_follow("reader@example.org", Follow(organization=organization), "weekly", "en")
    follower = Follower.objects.get()
    follower.follows.update(confirmed_at=follower.follows.get().requested_at)
    url = reverse("follower-data", args=[follower_token(follower)])

    assert url in client.get(reverse("follow-manage", args=[follower_token(follower)])).content.decode()
    text = client.get(url).content.decode()
    assert "reader@example.org" in text and organization.name_en in text and "Not for the link" not in text
    assert client.get(reverse("follower-data", args=["forged"])).status_code == 404
