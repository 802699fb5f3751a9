"""Changes of a profile that a manager writes, and the editor who looks at them first."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from common.refusal import Refusal
from moderation.models import ProfileChange
from moderation.services import decide_profile_change, propose_profile
from orgs.models import Organization
from orgs.profile import profile_of
from tests.accounts.sign_in_helpers import trust
from tests.queries import queries_of
from tests.workspace.conftest import photo
from tests.workspace.test_profile import FACTS, FORM, stored
from vocabulary.models import Topic

CHANGES = reverse("workspace:profile-changes")


@pytest.fixture
def managers(sign_in: Any, manager: Any) -> Any:
    return sign_in(manager)


def unchanged(organization: Any, **other: Any) -> dict[str, Any]:
    """Return what the profile says now, but for `other`, as a manager's form has it."""
    facts = profile_of(organization) | other
    del facts["logo"]
    return facts


@pytest.fixture
def change(organization: Any, manager: Any) -> ProfileChange:
    made = propose_profile(organization, unchanged(organization, name_en="Silk and Cotton"), by=manager)
    assert made is not None
    return made


def address(change: ProfileChange) -> str:
    return reverse("workspace:profile-change", args=[change.pk])


def test_nobody_sees_it_before_an_editor_did(managers, client, organization, editor, drain):
    answer = managers.post(FACTS, FORM | {"file": photo()}, follow=True).content.decode()
    assert "An editor reviews it before everybody can see it" in answer
    drain()
    assert stored(organization).name_en == "Silk Weavers"
    assert stored(organization).logo is None
    page = client.get("/en/organizations/silk-weavers/").content.decode()
    assert FORM["name_en"] not in page
    assert FORM["phone"] not in client.get("/en/organizations/silk-weavers/contact/").content.decode()


def test_she_finds_what_she_wrote(managers, organization):
    topic = Topic.objects.first()
    managers.post(FACTS, FORM | {"topics": [topic.pk], "file": photo()})
    page = managers.get(FACTS)
    assert "An editor is reviewing your changes" in page.content.decode()
    form = page.context["form"]
    assert (form["name_km"].value(), form["topics"].value()) == (FORM["name_km"], [topic.pk])
    assert page.context["logo"].pk == ProfileChange.objects.get().after["logo"]


def test_what_she_writes_next_takes_its_place(managers, organization):
    managers.post(FACTS, FORM | {"file": photo()})
    managers.post(FACTS, FORM | {"phone": "+855 98 765 432"})
    change = ProfileChange.objects.get()
    assert change.after["phone"] == "+855 98 765 432"
    assert change.after["logo"], "The logo of before is still asked for"
    assert change.before["name_en"] == "Silk Weavers"
    now = unchanged(organization) | {"topics": [], "places": []}
    managers.post(FACTS, now | {"without_logo": "on"})
    assert not ProfileChange.objects.exists(), "She wants nothing any more"


def test_an_editor_lets_it_be_said(change, editors, editor, manager, client, organization, drain):
    assert change.organization.name in editors.get(CHANGES).content.decode()
    assert CHANGES in editors.get(reverse("workspace:queue")).content.decode()
    page = editors.get(address(change)).content.decode()
    assert "Silk and Cotton" in page
    assert "Silk Weavers" in page
    answer = editors.post(address(change), {"answer": "accept"}, follow=True).content.decode()
    assert "on its way" in answer
    drain()
    assert "<title>Silk and Cotton" in client.get("/en/organizations/silk-weavers/").content.decode()
    entry = ModelLogEntry.objects.get(action="orgs.profile")
    assert (entry.user, entry.data["changed"]) == (editor, ["name_en"])
    assert [letter.to for letter in mail.outbox if "accepted" in letter.subject] == [[manager.email]]


def test_an_editor_says_no_and_why(change, editors, organization, manager, drain):
    page = editors.post(address(change), {"answer": "decline", "reason": " "}).content.decode()
    assert "Write why" in page
    editors.post(address(change), {"answer": "decline", "reason": "This is the name of a shop."})
    drain()
    assert stored(organization).name_en == "Silk Weavers"
    letter = next(letter for letter in mail.outbox if "not accepted" in letter.subject)
    assert (letter.to, "name of a shop" in letter.body) == ([manager.email], True)


def test_editors_are_told_once_it_waits(change, editor, drain):
    drain()
    assert [letter.to for letter in mail.outbox] == [[editor.email]]
    assert address(change) in mail.outbox[0].body


def test_nobody_is_told_of_what_was_decided_meanwhile(change, editor, administrator, drain):
    decide_profile_change(change, administrator, accept=True)
    drain()
    assert not [letter for letter in mail.outbox if letter.to == [editor.email]]


def test_trusted_it_is_said_at_once_and_undone_when_it_is_wrong(organization, manager, editor):
    trust(organization)
    made = propose_profile(organization, unchanged(organization, description_en="Cotton", phone="012"), by=manager)
    assert stored(organization).description_en == "Cotton"
    propose_profile(organization, unchanged(stored(organization), phone="013"), by=manager)
    again = ProfileChange.objects.get()
    assert (again.before["description_en"], again.after["phone"]) == ("", "013")
    assert made is not None
    assert again.pk != made.pk
    Organization.objects.filter(pk=organization.pk).update(website="https://kept.example.org/")
    decide_profile_change(again, editor, accept=False, reason="Not your telephone.")
    now = stored(organization)
    assert (now.description_en, now.phone, now.website) == ("", organization.phone, "https://kept.example.org/")


def test_what_trust_published_is_looked_at_before_the_next(organization, manager):
    trust(organization)
    propose_profile(organization, unchanged(organization, phone="012"), by=manager)
    Organization.objects.filter(pk=organization.pk).update(tier="new")
    with pytest.raises(Refusal, match="An editor is still reviewing"):
        propose_profile(organization, unchanged(organization, phone="013"), by=manager)


def test_one_answer_only(change, editor, administrator):
    decide_profile_change(change, administrator, accept=True)
    with pytest.raises(Refusal, match="answered it already"):
        decide_profile_change(change, editor, accept=False, reason="Too late.")


def test_nobody_accepts_her_own(change, manager, officer):
    for person in (manager, officer):
        with pytest.raises(Refusal, match="Only editors"):
            decide_profile_change(change, person, accept=True)
    manager.is_superuser = True
    manager.save()
    with pytest.raises(Refusal, match="you wrote"):
        decide_profile_change(change, manager, accept=True)


def test_nothing_of_a_suspended_organization_becomes_public(change, organization, editor):
    Organization.objects.filter(pk=organization.pk).update(status="suspended")
    with pytest.raises(Refusal, match="suspended"):
        decide_profile_change(change, editor, accept=True)
    decide_profile_change(change, editor, accept=False, reason="It is suspended.")


def test_a_name_that_was_taken_meanwhile_is_refused(change, editors, organization, other_organization):
    Organization.objects.filter(pk=other_organization.pk).update(name_en="Silk and cotton")
    page = editors.post(address(change), {"answer": "accept", "reason": "Good, I think."}).content.decode()
    assert "has this name" in page
    assert "Good, I think." in page
    assert stored(organization).name_en == "Silk Weavers"


def test_only_editors_come_in(change, managers, officers, stranger):
    for client in (managers, officers, stranger):
        assert client.get(CHANGES).status_code == 404
        assert client.post(address(change), {"answer": "accept"}).status_code == 404
    assert ProfileChange.objects.get().state == "waiting"


def test_the_list_costs_the_same_for_many(editors, editor, make_organization, change):
    few = len(queries_of(editors, CHANGES))
    for number in range(4):
        other = make_organization(f"circle-{number}")
        before = profile_of(other)
        ProfileChange.objects.create(
            organization=other,
            before=before,
            after=before | {"phone": "1"},
            is_public=False,
            proposed_at=timezone.now(),
        )
    assert len(queries_of(editors, CHANGES)) == few
