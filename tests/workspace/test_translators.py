"""Members who may only translate into one language: what they see, write and send, and what stays closed to them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from common.refusal import Refusal
from moderation.models import Submission
from moderation.services import submit
from orgs.membership.invitations import accept_as_new, invite
from orgs.membership.members import change_role
from orgs.models import Invitation, Membership, Role
from orgs.permissions import is_member, may_see_draft, may_translate, may_write, memberships
from orgs.services import set_membership
from outbox.services import drain
from tests.factories import make_page, make_user
from translations.segments import sentences_of
from translations.services import begin, draft, keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def volunteer(organization: Any, officer: Any) -> Any:
    """Somebody who may only translate into English."""
    person = make_user("volunteer@example.org")
    set_membership(person, organization, Role.OFFICER, translates_into="en")
    return person


@pytest.fixture
def volunteers(sign_in: Any, volunteer: Any) -> Any:
    return sign_in(volunteer)


@pytest.fixture
def khmer_page(organization: Any, officer: Any) -> Any:
    return make_page("article", organization, "km", live=True, owner=officer, title="កី", summary="ខ្លី។")


def twin_of(page: Any) -> Any:
    return Page.objects.exclude(pk=page.pk).get(translation_key=page.translation_key).specific


def test_she_translates_and_sends_and_an_editor_reads_it_first(
    volunteers: Any, volunteer: Any, khmer_page: Any, organization: Any
) -> None:
    organization.tier = "trusted"
    organization.save()
    assert volunteers.get(reverse("workspace:home"))["Location"] == reverse("workspace:to-translate")
    listed = volunteers.get(reverse("workspace:to-translate")).content.decode()
    assert reverse("workspace:translate", args=[khmer_page.pk]) in listed
    answer = volunteers.post(reverse("workspace:translate", args=[khmer_page.pk]))
    twin = twin_of(khmer_page)
    there = reverse("workspace:translation", args=[twin.pk])
    assert answer["Location"] == there
    page = volunteers.get(there).content.decode()
    assert "Send for review" in page
    texts = ("Looms", "Short.")
    sentences = sentences_of(Translation.objects.get())
    boxes = {f"sentence-{sentence.segment}": text for sentence, text in zip(sentences, texts, strict=True)}
    assert volunteers.post(there, boxes | {"send": "1"})["Location"] == reverse("workspace:home")
    submission = Submission.objects.get(page=twin.pk)
    assert (submission.submitted_by, submission.state) == (volunteer, Submission.State.WAITING)
    # The mails about it lead to the page, which leads her on.
    assert volunteers.get(reverse("workspace:content-item", args=[twin.pk]))["Location"] == there
    for page_id in (twin.pk, khmer_page.pk):
        assert volunteers.get(reverse("workspace:preview", args=[page_id])).status_code == 200
    back = reverse("workspace:take-back", args=[twin.pk])
    assert back in volunteers.get(there).content.decode()
    volunteers.post(back)
    submission.refresh_from_db()
    assert submission.state == Submission.State.TAKEN_BACK


def test_she_takes_back_nothing_that_somebody_else_sent(
    volunteers: Any, officers: Any, khmer_page: Any, officer: Any
) -> None:
    officers.post(reverse("workspace:translate", args=[khmer_page.pk]))
    twin = twin_of(khmer_page)
    submission = submit(twin, officer)
    volunteers.post(reverse("workspace:take-back", args=[twin.pk]))
    submission.refresh_from_db()
    assert submission.is_waiting


def test_all_else_is_closed_to_her(
    volunteers: Any, volunteer: Any, organization: Any, officer: Any, khmer_page: Any
) -> None:
    english = make_page("article", organization, live=True, owner=officer)
    unsent = make_page("update", organization, "km", owner=officer, title="សម្ងាត់")
    assert memberships(volunteer) == []
    assert not is_member(volunteer, organization)
    assert not may_write(volunteer, organization)
    assert not may_see_draft(volunteer, unsent)
    assert list(volunteer.groups.all()) == []
    for name, page in [
        *(
            (name, unsent)
            for name in ("content-item", "preview", "check", "submit", "translate", "withdraw", "pictures")
        ),
        *((name, khmer_page) for name in ("submit", "withdraw", "take-back", "preview", "edit-update")),
        ("translate", english),
        ("translation", english),
    ]:
        address = reverse(f"workspace:{name}", args=[page.pk])
        assert volunteers.post(address).status_code in (404, 405), address
        assert volunteers.get(address).status_code in (404, 405), address
    for name in ("new-update", "members", "log", "profile", "takeout"):
        address = reverse(f"workspace:{name}")
        assert volunteers.get(address).status_code in (302, 404) or "new-update" in name, address
    assert volunteers.get("/admin/").status_code in (302, 404)
    listed = volunteers.get(reverse("workspace:to-translate")).content.decode()
    assert "សម្ងាត់" not in listed
    assert english.title not in listed


def test_she_sees_of_an_original_what_is_public_and_not_its_newer_draft(
    volunteers: Any, officers: Any, khmer_page: Any, officer: Any
) -> None:
    officers.post(reverse("workspace:translate", args=[khmer_page.pk]))
    khmer_page.title = "មិនទាន់ផ្សាយ"
    khmer_page.save_revision(user=officer)
    address = reverse("workspace:preview", args=[khmer_page.pk])
    assert "មិនទាន់ផ្សាយ" not in volunteers.get(address).content.decode().replace("\u200b", "")
    assert "មិនទាន់ផ្សាយ" in officers.get(address).content.decode().replace("\u200b", "")
    assert "មិនទាន់ផ្សាយ" not in volunteers.get(reverse("workspace:to-translate")).content.decode()


def test_the_services_refuse_the_other_language_and_other_organizations(
    volunteer: Any, officer: Any, khmer_page: Any, organization: Any, other_organization: Any
) -> None:
    khmer, english = Locale.objects.get(language_code="km"), Locale.objects.get(language_code="en")
    ours = make_page("article", organization, live=True, owner=officer)
    theirs = make_page("article", other_organization, "km", live=True)
    with pytest.raises(Refusal) as refused:
        begin(ours, khmer, volunteer)
    assert refused.value.code == "translators_only"
    with pytest.raises(Refusal):
        begin(theirs, english, volunteer)
    into_khmer = begin(ours, khmer, officer)
    sentence = sentences_of(into_khmer)[0].segment
    for act in (lambda: keep(into_khmer, sentence, "x", volunteer), lambda: draft(into_khmer, volunteer)):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "translators_only"
    assert begin(khmer_page, english, volunteer)


def test_a_suspended_organization_lets_nobody_translate(
    volunteers: Any, volunteer: Any, organization: Any, khmer_page: Any
) -> None:
    organization.status = "suspended"
    organization.save()
    assert not may_translate(type(volunteer).objects.get(pk=volunteer.pk), organization, "en")
    assert volunteers.post(reverse("workspace:translate", args=[khmer_page.pk])).status_code == 404


def test_a_manager_invites_a_translator_and_makes_an_officer_one(
    sign_in: Any, make_member: Any, organization: Any, officer: Any
) -> None:
    manager = make_member(organization, "manager")
    managers = sign_in(manager)
    people = reverse("workspace:members")
    fields = {"email": "new@example.org", "role": "translator-km", "language": "en"}
    assert managers.post(people, fields).status_code == 302
    drain()
    assert "to translate for" in mail.outbox[-1].body
    assert "translator into Khmer" in managers.get(people).content.decode()
    invitation = Invitation.objects.get()
    joined = accept_as_new(invitation.token, "New", "a long password")
    assert Membership.objects.get(user=joined).translates_into == "km"
    page = make_page("update", organization, owner=officer)
    own = Membership.objects.get(user=officer, organization=organization)
    assert officer.groups.exists()
    managers.post(reverse("workspace:change-role", args=[own.pk]), {"role": "translator-en"})
    own.refresh_from_db()
    assert (own.role, own.translates_into) == ("officer", "en")
    assert not officer.groups.exists()
    assert Page.objects.get(pk=page.pk).owner is None
    assert '<option value="translator-en" selected>' in managers.get(people).content.decode()
    assert managers.post(reverse("workspace:change-role", args=[own.pk]), {"role": "translator-xx"}).status_code == 404
    managers.post(reverse("workspace:change-role", args=[own.pk]), {"role": "officer"})
    own.refresh_from_db()
    assert own.translates_into == ""


def test_a_manager_is_no_translator_and_a_member_becomes_none_by_an_invitation(
    organization: Any, make_member: Any
) -> None:
    manager = make_member(organization, "manager")
    with pytest.raises(Refusal):
        change_role(organization, manager, "officer", by=manager, translates_into="en")
    with transaction.atomic(), pytest.raises(IntegrityError):
        Membership.objects.filter(user=manager).update(translates_into="en")
    with pytest.raises(Refusal):
        invite(organization, manager.email, "officer", manager, translates_into="en")
