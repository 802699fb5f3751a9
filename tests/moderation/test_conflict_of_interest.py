"""Nobody decides about what she wrote any of, or about an organization of which she is a member: asked in one place."""

from __future__ import annotations

import ast
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from common.refusal import Refusal
from help_services.verifying import verify
from moderation import services
from moderation.models import ProfileChange, Report, Submission
from moderation.notifications.desk_digest import deciders
from moderation.rules.permissions import may_decide
from orgs.guard.conflict_of_interest import Conflict, check_editors_of_programme, conflict_of
from orgs.membership.applications import apply, decline
from orgs.models import PROGRAMME_SLUG, Membership, Organization
from orgs.profile import profile_of
from orgs.services import clear_cached_rights, set_access, set_editor, set_membership
from orgs.status import set_status
from tests.accounts.sign_in_helpers import trust
from tests.moderation.row_helpers import mark_checked
from tools.packages import REPOSITORY

pytestmark = pytest.mark.django_db
REASON = "Name the village."
STATUS: dict[str, Any] = {"is_hidden": False, "reason": REASON}


@pytest.fixture
def corrected(waiting, editor):
    """A correction by the editor that waits for an answer."""
    return services.offer_correction(waiting, editor, {"text": "Six looms came. We weave!"})


@pytest.fixture
def told(make_page, organization, officer):
    """A reader's report about a public page."""
    return services.report(
        make_page("update", organization, live=True, owner=officer), Report.Kind.WRONG, "It is wrong."
    )


@pytest.fixture
def trusted(make_page, organization, officer):
    """A page that was published by trust and is to be looked at."""
    trust(organization)
    clear_cached_rights(officer)
    submission = services.submit(make_page("update", organization, owner=officer), officer)
    Submission.objects.filter(pk=submission.pk).update(post_review="due")
    return submission


@pytest.fixture
def refused_before(waiting, make_editor, officer):
    services.reject(waiting, make_editor("first@example.org"), REASON)
    return services.appeal(waiting, officer)


@pytest.fixture
def change(organization, manager):
    return services.propose_profile(organization, own_profile(organization, phone="012 345 678"), by=manager)


@pytest.fixture
def verified(make_page, organization, officer):
    """A help service of which its organization has just said that it is still right."""
    page = make_page("help", organization, live=True, owner=officer, verified_on=date(2026, 1, 1))
    return verify(page, officer)


def own_profile(organization: Any, **said: str) -> dict[str, Any]:
    profile = profile_of(organization) | said
    profile.pop("logo")
    return profile


# Every decision of moderation, by the fixture that holds what it is about.
DECISIONS: dict[str, tuple[str, Any]] = {
    "claim": ("waiting", lambda it, by: services.claim(it, by)),
    "approve": ("waiting", lambda it, by: services.approve(it, by)),
    "return": ("waiting", lambda it, by: services.request_changes(it, by, REASON)),
    "refuse": ("waiting", lambda it, by: services.reject(it, by, REASON)),
    "second opinion": ("waiting", lambda it, by: services.request_second_opinion(it, by, REASON)),
    "correct": ("waiting", lambda it, by: services.offer_correction(it, by, {"text": "Seven looms."})),
    "appeal": ("refused_before", lambda it, by: services.approve(it, by)),
    "look afterwards": ("trusted", lambda it, by: services.post_review(it, by, finding=False)),
    "finding": ("trusted", lambda it, by: services.post_review(it, by, finding=True, reason=REASON)),
    "report": ("told", lambda it, by: services.answer_report(it, by, "It stays.")),
    "report, taken down": ("told", lambda it, by: services.answer_report(it, by, REASON, take_down=True)),
    "profile": ("change", lambda it, by: services.decide_profile_change(it, by, accept=True)),
    "profile, declined": ("change", lambda it, by: services.decide_profile_change(it, by, accept=False, reason=REASON)),
    "verified help": ("verified", lambda it, by: services.approve(it, by)),
    "suspend": ("organization", lambda it, by: set_status(it, status="suspended", by=by, **STATUS)),
    "reinstate": ("organization", lambda it, by: set_status(it, status="active", by=by, **STATUS)),
    "tier": ("organization", lambda it, by: services.change_tier(it, by, "verified", REASON)),
}


@pytest.fixture
def second(make_editor):
    """An editor who has no part in anything."""
    return make_editor("second@example.org")


@pytest.mark.parametrize("name", DECISIONS)
def test_no_member_decides_though_she_is_editor(name, request, second, organization):
    fixture, decide = DECISIONS[name]
    about = request.getfixturevalue(fixture)
    set_membership(second, organization, "officer")
    with pytest.raises(Refusal) as refused:
        decide(about, second)
    assert refused.value.code in (Conflict.OWN_ORGANIZATION, Conflict.NO_EDITOR)
    set_membership(second, organization, None)
    decide(about, second)


@pytest.mark.parametrize("name", [name for name, (fixture, _do) in DECISIONS.items() if fixture != "organization"])
def test_nobody_decides_about_what_she_wrote_any_of(name, request, second, manager, officer, organization):
    """A member who wrote some of it, left, and became an editor."""
    fixture, decide = DECISIONS[name]
    about = request.getfixturevalue(fixture)
    writer = manager if fixture == "change" else officer
    set_membership(writer, organization, None)
    set_editor(writer, True)
    with pytest.raises(Refusal) as refused:
        decide(about, writer)
    assert refused.value.code == Conflict.OWN_WORK
    decide(about, second)


def test_what_a_colleague_changed_is_still_hers(change, manager, make_member, organization, second):
    """Her words stand in the change that took the place of her own."""
    colleague = make_member(organization, "manager", "colleague@example.org")
    later = services.propose_profile(organization, own_profile(organization, phone="012 345 679"), by=colleague)
    assert ProfileChange.objects.get() == later and later.proposed_by == colleague
    set_membership(manager, organization, None)
    set_editor(manager, True)
    with pytest.raises(Refusal) as refused:
        services.decide_profile_change(later, manager, accept=True)
    assert refused.value.code == Conflict.OWN_WORK
    services.decide_profile_change(later, second, accept=True)


@pytest.mark.parametrize("who", ["officer", "second"])
def test_nothing_is_public_by_a_correction_of_somebody_who_has_joined(who, request, corrected, editor, organization):
    person = request.getfixturevalue(who)
    set_membership(editor, organization, "officer")
    with pytest.raises(Refusal) as refused:
        services.accept_correction(corrected, person)
    assert refused.value.code == Conflict.OWN_ORGANIZATION
    assert not corrected.submission.page.live


def test_nor_when_nobody_answers(corrected, editor, organization, time_machine):
    mark_checked(corrected.submission)
    type(corrected).objects.update(publish_at=corrected.created_at)
    set_membership(editor, organization, "officer")
    assert services.publish_unanswered_corrections() == 0


def test_who_applied_does_not_answer(make_editor):
    editor = make_editor("weaver@example.org")
    fields = {"name": "Weavers", "contact": "Sokha", "about": "We weave.", "language": "en", "phone": "", "website": ""}
    application = apply(sender="192.0.2.1", email="Weaver@example.org", **fields)
    with pytest.raises(Refusal) as refused:
        decline(application, by=editor, reason=REASON)
    assert refused.value.code == Conflict.OWN_WORK


def test_whoever_has_a_part_in_it_is_not_asked_to_decide(waiting, editor, second, organization):
    set_membership(second, organization, "officer")
    assert deciders(organization, ()) == [editor]
    assert not may_decide(second, waiting) and may_decide(editor, waiting)


# The desk


def test_the_desk_says_so_and_offers_nothing(client, settings, second, organization, change, waiting):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]
    set_membership(second, organization, "officer")
    client.force_login(second)
    for name, key in (
        ("review", waiting.pk),
        ("profile-change", change.pk),
        ("manage-organization", organization.slug),
    ):
        content = client.get(reverse(f"workspace:{name}", args=[key])).content.decode()
        assert "you belong to this organization" in content, name
        assert 'name="decision"' not in content and 'name="answer"' not in content and 'name="status"' not in content


def test_an_editor_reads_no_report_about_her_own(client, settings, second, organization, told):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]
    client.force_login(second)
    address = reverse("workspace:report", args=[told.pk])
    assert client.get(address).status_code == 200
    set_membership(second, organization, "officer")
    assert client.get(address).status_code == 404
    assert "It is wrong" not in client.get(reverse("workspace:reports")).content.decode()
    assert "report by a reader" not in client.get(reverse("workspace:queue")).content.decode()


# The programme's own organization


def test_editors_are_no_members_of_the_programmes_organization(editor, administrator, officer):
    programme = Organization.objects.programme()
    for person in (editor, administrator):
        with pytest.raises(Refusal, match="programme"):
            set_membership(person, programme, "officer")
    set_membership(officer, programme, "officer")
    with pytest.raises(Refusal, match="programme"):
        set_editor(officer, True)
    with pytest.raises(Refusal, match="programme"):
        set_access(officer, is_active=True, is_administrator=True)


def test_a_check_names_those_who_came_in_another_way(editor, administrator, officer):
    assert check_editors_of_programme() == []
    programme = Organization.objects.get(slug=PROGRAMME_SLUG)
    for person in (editor, administrator, officer):
        Membership.objects.create(user=person, organization=programme, role="officer")
    told = check_editors_of_programme()
    assert [message.id for message in told] == ["orgs.W001", "orgs.W001"]
    assert {message.msg.split()[0] for message in told} == {editor.email, administrator.email}
    out = StringIO()
    call_command("check", stdout=out, stderr=out)
    assert editor.email in out.getvalue()


def test_conflicts_are_asked_in_one_place_alone():
    """No other module of moderation compares who decides with who wrote, or asks who is an editor before a decision."""
    for path in (REPOSITORY / "moderation" / "services").glob("*.py"):
        called = [node.func.id for node in ast.walk(ast.parse(path.read_text())) if is_named_call(node)]
        assert called.count("is_editor") <= (path.name == "correcting.py"), path.name


def is_named_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


def test_nobody_but_an_editor_decides(officer, organization):
    assert conflict_of(officer, organization) == Conflict.NO_EDITOR
