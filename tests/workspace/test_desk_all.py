"""The desk: all that match are assigned or returned together, and never approved."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.models import Matter, Submission
from moderation.services import claim, submit
from moderation.services.matters import claim_matter, open_matter
from orgs.services import set_editor, set_membership
from tests.moderation.matter_kinds import notes
from tests.moderation.row_helpers import mark_checked
from workspace.desk.bulk_form import BulkDecisionForm

__all__ = ["notes"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]
QUEUE = reverse("workspace:queue")
WHY = {"decision": "return", "reason": "Name the village."}


@pytest.fixture
def colleague(make_user):
    user = make_user("second@example.org", first_name="Second")
    set_editor(user, True)
    return user


@pytest.fixture
def waiting(make_page, organization, officer):
    """Three pieces, one of them in Khmer, a note, and a matter that has a page of its own."""
    languages = ("en", "en", "km")
    rows = [
        submit(make_page("update", organization, language, owner=officer, title=f"Piece {n}"), officer)
        for n, language in enumerate(languages)
    ]
    mark_checked(*rows)
    return [
        *rows,
        open_matter("note", 1, organization, "A note", language="en"),
        open_matter("own", 2, organization, "Own"),
    ]


def holders():
    held = [*Submission.objects.filter(claimed_by__isnull=False), *Matter.objects.filter(claimed_by__isnull=False)]
    return {item.title: item.holder.first_name for item in held}


def test_all_that_match_are_assigned_to_a_colleague(editors, waiting, colleague):
    form = {"all": "1", "decision": "assign", "to": colleague.pk, "back": "language=en"}
    response = editors.post(f"{QUEUE}?language=en", form, follow=True)
    assert response.redirect_chain[-1][0] == f"{QUEUE}?language=en"
    assert "3 assigned to Second" in response.content.decode()
    assert holders() == {"Piece 0": "Second", "Piece 1": "Second", "A note": "Second"}


def test_what_was_chosen_is_assigned_also_what_the_giver_has_claimed(editors, editor, waiting, colleague):
    claim(waiting[0], editor)
    claim_matter(waiting[3], editor)
    form = {"chosen": [waiting[0].pk, f"m{waiting[3].pk}"], "decision": "assign", "to": colleague.pk}
    assert "2 assigned to Second" in editors.post(QUEUE, form, follow=True).content.decode()
    assert holders() == {"Piece 0": "Second", "A note": "Second"}


def test_what_a_third_has_or_the_colleague_may_not_decide_is_not_assigned(
    editors, waiting, colleague, make_user, organization
):
    third = make_user("third@example.org", first_name="Third")
    set_editor(third, True)
    claim(waiting[0], third)
    form = {"all": "1", "decision": "assign", "to": colleague.pk}
    assert "Piece 0: Third has claimed it" in editors.post(QUEUE, form).content.decode()
    assert holders()["Piece 0"] == "Third"
    Submission.objects.update(claimed_by=None)
    Matter.objects.update(claimed_by=None)
    set_membership(colleague, organization, "officer")
    assert "Piece 0: " in editors.post(QUEUE, form).content.decode()
    assert holders() == {}


@pytest.mark.parametrize("to", ["", "999999", "x", "officer"])
def test_it_is_assigned_to_editors_alone(editors, waiting, officer, to):
    form = {"all": "1", "decision": "assign", "to": officer.pk if to == "officer" else to}
    content = editors.post(QUEUE, form).content.decode()
    assert ("Choose a colleague." if to == "" else "Select a valid choice") in content
    assert holders() == {}


def test_all_that_match_are_returned_after_a_yes_to_exactly_these(editors, waiting, make_page, organization, officer):
    form = {"all": "1", "back": "type=update"} | WHY
    asked = editors.post(f"{QUEUE}?type=update", form).content.decode()
    assert "Nothing is decided yet." in asked and "3 that match are returned" in asked
    assert Submission.objects.waiting().count() == 3
    yes = {"sure_of_all": re.search(r'name="sure_of_all" value="(\w+)"', asked)[1], "confirmed": "return"}
    another = submit(make_page("update", organization, owner=officer, title="Piece 3"), officer)
    asked = editors.post(f"{QUEUE}?type=update", form | yes).content.decode()
    assert "4 that match are returned" in asked
    assert Submission.objects.waiting().count() == 4
    yes["sure_of_all"] = re.search(r'name="sure_of_all" value="(\w+)"', asked)[1]
    response = editors.post(f"{QUEUE}?type=update", form | yes, follow=True)
    assert "4 returned" in response.content.decode()
    assert set(Submission.objects.values_list("state", flat=True)) == {"returned"}
    assert Matter.objects.waiting().count() == 2
    another.refresh_from_db()
    assert another.reason == "Name the village."


def test_all_that_match_are_never_approved(editors, waiting):
    for form in ({"decision": "approve"}, {"decision": "return", "confirmed": "approve"}):
        content = editors.post(QUEUE, {"all": "1", "reason": "x", "sure_of_all": "x"} | form).content.decode()
        assert "All that match are never approved together" in content
    assert Submission.objects.waiting().count() == 3


def test_too_many_are_not_read(editors, waiting, monkeypatch, colleague):
    monkeypatch.setattr(BulkDecisionForm, "MOST_OF_ALL", {"return": 2, "assign": 3})
    with CaptureQueriesContext(connection) as captured:
        assert "Choose at most 2 submissions" in editors.post(QUEUE, {"all": "1"} | WHY).content.decode()
    form = {"all": "1", "decision": "assign", "to": colleague.pk}
    assert "Choose at most 3 submissions" in editors.post(QUEUE, form).content.decode()
    assert len(captured) <= 32
    assert holders() == {}
    assert "Choose all 5" in editors.get(QUEUE).content.decode()


def test_what_an_editor_may_not_read_is_not_chosen(
    editors, editor, waiting, notes, monkeypatch, organization, colleague
):
    monkeypatch.setattr(notes, "is_hidden_from_members", True, raising=False)
    set_membership(editor, organization, "officer")
    hidden = f"m{waiting[3].pk}"
    assert "A note" not in editors.get(QUEUE).content.decode()
    for decision in ({"decision": "approve"}, WHY, {"decision": "assign", "to": colleague.pk}):
        content = editors.post(QUEUE, {"chosen": [hidden]} | decision).content.decode()
        assert "no longer waiting" in content and "A note" not in content
    assert holders() == {}
