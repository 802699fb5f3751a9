"""A reader's report, an editor's answer, and what the organization says when its page was taken down."""

from __future__ import annotations

import pytest
from wagtail.models import Page, PageLogEntry

from common.refusal import Refusal
from moderation.models import Report, Withdrawal
from moderation.services import answer_report, answer_withdrawal, approve, report, submit, withdraw
from orgs.models import Organization
from orgs.services import set_membership
from outbox.models import Event


@pytest.fixture
def public(make_page, organization):
    return make_page("update", organization, live=True, title="Six looms")


@pytest.fixture
def told(public):
    return report(public, "danger", " It shows where she lives. ", " reader@example.org ", "km")


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def events(kind):
    return [event.payload for event in Event.objects.filter(kind=kind)]


# Reporting


def test_a_report_keeps_what_was_said(told, public, organization):
    assert (told.state, told.kind, told.text, told.email) == (
        "open",
        "danger",
        "It shows where she lives.",
        "reader@example.org",
    )
    assert (told.page_id, told.organization, told.language) == (public.pk, organization, "km")
    assert events("report.opened") == [{"report": told.pk}]


@pytest.mark.parametrize("how", ["draft", "withdrawn", "hidden", "suspended", "portal"])
def test_only_what_is_public_is_reported(how, public, make_page, organization, officer, portal):
    page = {"draft": lambda: make_page("update", organization), "portal": Page.objects.first}.get(how, lambda: public)()
    if how == "withdrawn":
        withdraw(public, officer)
    Organization.objects.filter(pk=organization.pk).update(
        is_hidden=how == "hidden",
        status="suspended" if how == "suspended" else "active",
        stays_public=False,
    )
    with pytest.raises(Refusal, match="not public any more"):
        report(page, "wrong")
    assert not Report.objects.exists()
    assert events("report.opened") == []


def test_a_kind_that_is_none_is_refused(public):
    with pytest.raises(Refusal, match="Choose what it is about"):
        report(public, "no-such-kind")


# Answering a report


def test_a_page_that_stays_needs_no_word(told, public, editor):
    answered = answer_report(told, editor)
    assert (answered.state, answered.answered_by) == ("kept", editor)
    assert is_live(public)
    assert not Withdrawal.objects.exists()
    assert events("report.answered") == [{"report": told.pk}]


def test_a_page_is_taken_down_with_the_answer_as_its_reason(told, public, editor):
    assert answer_report(told, editor, " It shows a house. ", take_down=True).state == "taken-down"
    assert not is_live(public)
    assert Withdrawal.objects.get().reason == "It shows a house."
    actions = PageLogEntry.objects.filter(page=public.pk).values_list("action", flat=True)
    assert {"moderation.withdraw", "moderation.report"} <= set(actions)


def test_taking_down_needs_a_reason_and_else_changes_nothing(told, public, editor):
    with pytest.raises(Refusal, match="Write why"):
        answer_report(told, editor, "  ", take_down=True)
    told.refresh_from_db()
    assert told.state == "open"
    assert is_live(public)


def test_only_editors_answer(told, officer, manager, public):
    for person in (officer, manager):
        with pytest.raises(Refusal, match="Only editors"):
            answer_report(told, person, "It is fine.", take_down=True)
    assert is_live(public)


def test_the_second_answer_is_told_who_was_quicker(told, editor, make_editor, public):
    answer_report(told, editor)
    with pytest.raises(Refusal, match=editor.name):
        answer_report(told, make_editor("second@example.org"), "It shows a house.", take_down=True)
    assert is_live(public)
    assert len(events("report.answered")) == 1


def test_of_two_reports_on_one_page_the_second_finds_it_gone(told, public, editor):
    other = report(public, "wrong")
    answer_report(told, editor, "It shows a house.", take_down=True)
    assert answer_report(other, editor, "It is gone.", take_down=True).state == "taken-down"
    assert Withdrawal.objects.count() == 1


# What the organization says to it


@pytest.fixture
def taken(public, editor):
    return withdraw(public, editor, "It shows a house.")


def test_an_organization_answers_once(taken, officer, manager):
    answered = answer_withdrawal(taken, officer, " It is our office. ")
    assert (answered.answer, answered.answered_by) == ("It is our office.", officer)
    with pytest.raises(Refusal, match="answered already"):
        answer_withdrawal(taken, manager, "Once more.")
    taken.refresh_from_db()
    assert taken.answer == "It is our office."


def test_members_of_a_suspended_organization_answer_too(taken, officer, organization):
    Organization.objects.filter(pk=organization.pk).update(status="suspended")
    assert answer_withdrawal(taken, officer, "It is our office.").answer


def test_an_answer_has_words(taken, officer):
    with pytest.raises(Refusal, match="Write what"):
        answer_withdrawal(taken, officer, "  ")


def test_nobody_else_answers(taken, editor, officer, organization, other_organization, make_member):
    set_membership(officer, organization, None)
    former = type(officer).objects.get(pk=officer.pk)
    for person in (editor, former, make_member(other_organization, "manager")):
        with pytest.raises(Refusal, match="Only members"):
            answer_withdrawal(taken, person, "It is our office.")


def test_what_they_withdrew_themselves_is_not_answered(public, officer, manager):
    with pytest.raises(Refusal, match="withdrew it itself"):
        answer_withdrawal(withdraw(public, officer), manager, "It is our office.")


def test_an_answer_brings_nothing_back(taken, public, officer, editor):
    answer_withdrawal(taken, officer, "It is our office.")
    assert not is_live(public)
    approve(submit(public, officer), editor)
    assert is_live(public)
