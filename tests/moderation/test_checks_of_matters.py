"""The checks that read words alone: of texts that are no page, and of matters at the desk."""

from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from common.helper_process import NoHelperError
from common.refusal import Refusal
from moderation.checks import check_texts, serious_runs
from moderation.checks.execution import isolated
from moderation.models import CheckResult
from moderation.services.matters import decide_matter, open_matter
from outbox.models import Event
from tests.moderation.test_checks_isolated import Late

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]
ALONE = {"personal-data", "consent", "old-fonts", "broken-khmer"}
NUMBER = "Call Sokha: 012 345 678, or write to https://t.me/+85512345679."


@pytest.fixture
def matter(notes, organization):
    notes.written[1] = NUMBER
    return open_matter("note", 1, organization, "A note")


def outcomes(matter):
    return dict(matter.check_results.values_list("check_name", "outcome"))


def test_texts_are_checked_for_what_words_alone_tell():
    found = {run.check.name: run for run in check_texts(["A loom.", NUMBER, " "])}
    assert set(found) == ALONE
    assert {name for name, run in found.items() if run.outcome == "found"} == {"personal-data"}
    numbers = [finding.where for finding in found["personal-data"].findings]
    assert len(numbers) == 2
    assert [run.check.name for run in serious_runs(found.values())] == ["personal-data"]
    assert serious_runs(check_texts(["A loom."])) == []


def test_named_people_and_old_fonts_are_found_too():
    told = ["Ms Sokha Chan was beaten by her husband.", "GgÁkarnarI sRmab;karGPivDÆn_"]
    found = {run.check.name for run in check_texts(told) if run.outcome == "found"}
    assert found >= {"consent"}


def test_published_contacts_are_no_finding(organization):
    organization.phone = "012 345 678"
    organization.save()
    assert serious_runs(check_texts(["Call 012 345 678."])) == []


@pytest.mark.parametrize("helper", [Late(""), Late("", NoHelperError)])
def test_what_could_not_be_checked_waits_for_an_editor(settings, monkeypatch, helper):
    settings.CHECKS_ARE_ISOLATED = True
    monkeypatch.setattr(isolated, "helper", helper)
    runs = check_texts(["A loom."])
    assert {run.check.name: run.outcome for run in runs} == dict.fromkeys(ALONE, "crashed")
    assert {run.check.name for run in serious_runs(runs)} == {"personal-data", "consent"}


def test_the_checks_of_a_matter_are_made_by_a_worker(matter, drain):
    drain()
    assert outcomes(matter) == dict.fromkeys(ALONE, "passed") | {"personal-data": "found"}


def test_they_are_made_anew_when_it_says_something_else(matter, notes, organization, drain):
    drain()
    notes.written[1] = "A loom."
    open_matter("note", 1, organization, "A note")
    assert outcomes(matter) == {}
    drain()
    assert outcomes(matter) == dict.fromkeys(ALONE, "passed")


def test_what_has_no_texts_needs_no_checks(notes, organization, editor, drain):
    notes.written[2] = ""
    empty = open_matter("note", 2, organization, "No words")
    drain()
    assert not CheckResult.objects.exists()
    decide_matter(empty, editor, "approved", unchecked=False)


def test_an_approval_waits_for_the_checks_or_says_so(matter, editor):
    with pytest.raises(Refusal) as refused:
        decide_matter(matter, editor, "approved", unchecked=False)
    assert refused.value.code == "checks_pending"
    decide_matter(matter, editor, "approved", unchecked=True)
    assert set(ModelLogEntry.objects.get(action="moderation.matter_approved").data["unchecked"]) == ALONE


def test_other_decisions_wait_for_nothing(matter, editor):
    decide_matter(matter, editor, "rejected", "No.", unchecked=False)
    assert Event.objects.filter(kind="matter.decided").count() == 1
