"""Reports, changes of profiles and help services to verify stand at the desk as matters, by their own services."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from common.refusal import Refusal
from help_services.verifying import verify
from moderation.matters import matter_kinds
from moderation.models import AnswerTime, Matter, ProfileChange, Report
from moderation.services import (
    answer_report,
    approve,
    decide_profile_change,
    propose_profile,
    report,
    withdraw,
)
from moderation.services.matters import claim_matter, repair_matters
from moderation.tasks import remind
from orgs.profile import profile_of

pytestmark = pytest.mark.django_db
HALF_A_YEAR = timedelta(days=200)


@pytest.fixture
def public(make_page, organization, officer):
    return make_page("update", organization, live=True, owner=officer, title="Six looms")


@pytest.fixture
def second(make_editor):
    return make_editor("second@example.org", first_name="Second")


@pytest.fixture
def stale(make_page, organization, officer, drain):
    """A public help service that nobody has verified for long."""
    day = timezone.localdate() - HALF_A_YEAR
    page = make_page("help", organization, live=True, owner=officer, title="Shelter line", verified_on=day)
    drain()
    return page


def proposed(organization, manager, **said):
    profile = profile_of(organization) | said
    profile.pop("logo")
    return propose_profile(organization, profile, by=manager)


def waiting():
    return list(Matter.objects.waiting())


def states(kind):
    return list(Matter.objects.filter(kind=kind).order_by("pk").values_list("state", flat=True))


# Reports


def test_a_report_waits_at_the_desk_and_one_of_danger_first(public, organization):
    report(public, "wrong", language="km")
    danger = report(public, "danger")
    first, other = waiting()
    assert (first.object_id, first.is_urgent, first.title, first.language) == (danger.pk, True, "Six looms", "en")
    assert first.due_at - first.created_at == timedelta(hours=4)
    assert (other.is_urgent, other.organization) == (False, organization)


def test_its_answer_decides_the_matter(public, editor, drain):
    told = report(public, "wrong")
    drain()
    assert "reported by a reader: “Six looms”" in mail.outbox[0].body
    assert f"/workspace/reports/{told.pk}/" in mail.outbox[0].body
    answer_report(told, editor, "It stays.")
    matter = Matter.objects.get()
    assert (matter.state, matter.decided_by) == ("decided", editor)


def test_what_another_editor_has_claimed_is_not_answered(public, editor, second):
    told = report(public, "wrong")
    claim_matter(waiting()[0], second)
    with pytest.raises(Refusal, match="Second has claimed it"):
        answer_report(told, editor, "It stays.")
    answer_report(told, second, "It stays.")


def test_a_report_ends_with_its_page(public):
    report(public, "wrong")
    Page.objects.get(pk=public.pk).delete()
    assert states("report") == ["closed"]


# Profiles


def test_a_change_of_a_profile_waits_until_it_is_decided(organization, manager, editor, drain):
    change = proposed(organization, manager, phone="012 345 678")
    drain()
    assert "an organization changed its profile: “Silk Weavers”" in mail.outbox[0].body
    assert [matter.object_id for matter in waiting()] == [change.pk]
    decide_profile_change(change, editor, accept=True)
    assert states("profile") == ["decided"]


def test_a_newer_change_takes_the_place_of_the_older(organization, manager):
    proposed(organization, manager, phone="012 345 678")
    newer = proposed(organization, manager, phone="012 345 679")
    assert states("profile") == ["closed", "waiting"]
    assert waiting()[0].object_id == newer.pk


def test_a_claimed_change_is_hers(organization, manager, editor, second):
    change = proposed(organization, manager, phone="012 345 678")
    claim_matter(waiting()[0], second)
    with pytest.raises(Refusal, match="Second has claimed it"):
        decide_profile_change(change, editor, accept=True)
    assert ProfileChange.objects.get().state == "waiting"


# Help services


def test_a_help_service_waits_when_nobody_has_verified_it_for_long(stale, officer, editor):
    remind()
    (matter,) = waiting()
    assert (matter.kind, matter.object_id, matter.title) == ("verify", stale.pk, "Shelter line")
    assert repair_matters() == 0
    approve(verify(stale, officer), editor)
    assert states("verify") == ["closed"]
    assert repair_matters() == 0


def test_one_that_is_withdrawn_waits_no_more(stale, editor):
    repair_matters()
    withdraw(stale, editor, "Nobody answers.")
    assert states("verify") == ["closed"]


# What waits and has no matter


def test_what_an_older_release_wrote_gets_its_matter(public, organization, manager, editor):
    """An old web process goes on during an upgrade, and its rows have none; what it decided has one too many."""
    told, change = report(public, "danger"), proposed(organization, manager, phone="012 345 678")
    Matter.objects.all().delete()
    assert repair_matters() == 2
    assert {(matter.kind, matter.object_id) for matter in waiting()} == {("report", told.pk), ("profile", change.pk)}
    assert waiting()[0].is_urgent
    Report.objects.update(state="kept")
    ProfileChange.objects.all().delete()
    assert repair_matters() == 2
    assert waiting() == []
    assert repair_matters() == 0


def test_the_fault_of_one_does_not_stop_the_others(public, organization, manager, stale, monkeypatch):
    report(public, "wrong")
    proposed(organization, manager, phone="012 345 678")
    Matter.objects.all().delete()
    from moderation.matters import matter_kind

    monkeypatch.setattr(type(matter_kind("report")), "open", lambda self, number: 1 / 0)
    monkeypatch.setattr(type(matter_kind("profile")), "waiting_rows", lambda self: 1 / 0)
    assert repair_matters() == 1
    assert [matter.kind for matter in waiting()] == ["verify"]


def test_looking_costs_no_more_with_many(public):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            repair_matters()
        return len(captured)

    none = queries()
    for _number in range(5):
        report(public, "wrong")
    # Two of each kind.
    assert queries() == none <= 2 * len(matter_kinds())


def test_the_migration_gives_old_rows_their_matter(public, organization, manager, editor):
    danger, change = report(public, "danger"), proposed(organization, manager, phone="012 345 678")
    answer_report(report(public, "wrong"), editor, "It stays.")
    Matter.objects.all().delete()
    AnswerTime.objects.filter(kind="verify").delete()
    migration = import_module("moderation.migrations.0009_matters_of_what_waits")
    for _time in range(2):
        migration.open_matters(apps, None)
    first, other = waiting()
    assert (first.kind, first.object_id, first.title, first.is_urgent) == ("report", danger.pk, "Six looms", True)
    assert first.due_at == danger.created_at + timedelta(hours=4)
    assert (other.kind, other.object_id, other.title) == ("profile", change.pk, organization.name_en)
    assert AnswerTime.objects.get(kind="verify").hours == 240
