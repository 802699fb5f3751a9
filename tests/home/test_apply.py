"""An organization asks to join, and is answered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from common.refusal import Refusal
from home.organizations.onboarding import accept
from orgs.membership.applications import apply, decline
from orgs.models import Application, Invitation, Organization

FORM = {
    "name": "Weavers of Takeo",
    "about": "We weave since 1998.",
    "website": "",
    "contact": "Chenda",
    "email": "Chenda@Example.org",
    "phone": "012 345 678",
    "nickname": "",
}
NAMES = {"slug": "takeo", "name_en": "Weavers of Takeo", "name_km": "អ្នកត្បាញ"}


@pytest.fixture
def application(portal):
    return apply(
        sender="192.0.2.1", language="en", **{name: value for name, value in FORM.items() if name != "nickname"}
    )


def test_everybody_may_ask(client, portal, drain, mailoutbox):
    response = client.post("/km/join/", FORM)
    assert response.url == "/km/join/thank-you/"
    assert client.get(response.url).status_code == 200
    application = Application.objects.get()
    assert (application.email, application.language, application.state) == ("chenda@example.org", "km", "waiting")
    drain()
    assert ["chenda@example.org"] in [mail.to for mail in mailoutbox]


def test_what_was_typed_stays(client, portal):
    content = client.post("/en/join/", FORM | {"email": "no address"}).content.decode()
    assert "We weave since 1998." in content
    assert not Application.objects.exists()


def test_asking_twice_replaces_the_first_and_tells_nobody(client, application):
    assert client.post("/en/join/", FORM | {"about": "Since 1999."}).status_code == 302
    assert Application.objects.get().about == "Since 1999."


def test_a_program_that_fills_everything_is_thanked_and_forgotten(client, portal):
    assert client.post("/en/join/", FORM | {"nickname": "me"}).status_code == 302
    assert not Application.objects.exists()


def test_an_editor_takes_it_in(application, editor, drain, mailoutbox):
    organization = accept(application, by=editor, **NAMES)
    assert organization.homes.count() == 2
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("chenda@example.org", "manager")
    application.refresh_from_db()
    assert (application.state, application.organization, application.decided_by) == ("accepted", organization, editor)


def test_an_editor_declines_with_a_reason(application, editor, drain, mailoutbox):
    with pytest.raises(Refusal):
        decline(application, by=editor, reason=" ")
    decline(application, by=editor, reason="Neary is for women's organizations.")
    drain()
    told = [mail.body for mail in mailoutbox if mail.to == ["chenda@example.org"]]
    assert "Neary is for women's organizations." in told[-1]
    assert not Organization.objects.filter(slug="takeo").exists()


def test_it_is_answered_once(application, editor):
    decline(application, by=editor, reason="Not now.")
    with pytest.raises(Refusal, match="answered"):
        accept(application, by=editor, **NAMES)
    assert not Organization.objects.filter(slug="takeo").exists()


def test_members_answer_nothing(application, manager):
    with pytest.raises(Refusal):
        accept(application, by=manager, **NAMES)
    assert not Organization.objects.filter(slug="takeo").exists()


def test_the_desk_lists_and_answers(client, settings, application, editor):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]
    client.force_login(editor)
    assert "Weavers of Takeo" in client.get(reverse("workspace:applications")).content.decode()
    page = reverse("workspace:application", args=[application.pk])
    assert "We weave since 1998." in client.get(page).content.decode()
    assert "taken" in client.post(page, NAMES | {"answer": "accept", "slug": "neary"}).content.decode()
    assert client.post(page, NAMES | {"answer": "accept"}).status_code == 302
    assert Organization.objects.filter(slug="takeo").exists()
