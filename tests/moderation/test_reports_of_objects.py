"""A reader reports what is public and no page, and an editor answers: it stays, or it is taken down at once."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from common.refusal import Refusal
from moderation.models import Matter, Report
from moderation.services import answer_report
from moderation.services.matters import repair_matters
from moderation.services.reporting import ReaderReport, report_object
from orgs.guard.conflict_of_interest import Conflict

pytestmark = pytest.mark.django_db
FORM = {"kind": "danger", "text": "She is named.", "email": "reader@example.org"}
PAGE = reverse("report-object", args=["note", 1])


@pytest.fixture
def notes(notes, organization):
    notes.public, notes.organization = {1, 2}, organization
    return notes


@pytest.fixture
def told(notes):
    return report_object("note", 1, ReaderReport("danger", " She is named. ", " reader@example.org ", "km"))


def code_of(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_it_keeps_what_was_said_and_waits_at_the_desk(told, organization):
    assert (told.page, told.object_kind, told.object_id, told.title) == (None, "note", 1, "Note 1")
    assert (told.text, told.email, told.language) == ("She is named.", "reader@example.org", "km")
    matter = Matter.objects.get()
    assert (matter.kind, matter.object_id, matter.is_urgent, matter.organization) == (
        "report", told.pk, True, organization,
    )  # fmt: skip
    assert repair_matters() == 0


@pytest.mark.parametrize(("kind", "number"), [("note", 3), ("note", 9), ("own", 1), ("unknown", 1)])
def test_only_what_is_public_is_reported(notes, kind, number):
    assert code_of(lambda: report_object(kind, number, ReaderReport("wrong"))) in ("not_public", "note_gone")
    assert not Report.objects.exists()


def test_a_report_is_about_one_thing(told, make_page, organization):
    page = make_page("update", organization)
    for fields in (
        {"page": page, "object_kind": "note", "object_id": 1},
        {"object_kind": "note"},
        {"object_id": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(organization=organization, kind="wrong", language="en", title="x", **fields)
    Report.objects.create(organization=organization, kind="wrong", language="en", title="Its page was deleted")


def test_an_editor_takes_it_down_with_a_reason(told, notes, editor, drain):
    assert code_of(lambda: answer_report(told, editor, " ", take_down=True)) == "reason_required"
    answer_report(told, editor, "It shows a name.", take_down=True)
    assert notes.decided == [(1, "It shows a name.")]
    told.refresh_from_db()
    assert (told.state, told.answered_by) == ("taken-down", editor)
    assert Matter.objects.get().state == "decided"
    assert ModelLogEntry.objects.filter(action="moderation.report").count() == 1
    drain()
    (letter,) = [letter for letter in mail.outbox if letter.to == ["reader@example.org"]]
    assert "Note 1" in letter.subject and "It shows a name." in letter.body


def test_or_it_stays(told, notes, editor):
    answer_report(told, editor, "It says nothing of her.")
    assert notes.decided == []
    assert Report.objects.get().state == "kept"


def test_whoever_wrote_it_does_not_answer(told, notes, editor):
    notes.by[1] = {editor.pk}
    assert code_of(lambda: answer_report(told, editor, "It stays.")) == Conflict.OWN_WORK


def test_what_is_gone_cannot_be_answered(told, notes, editor):
    notes.written.clear()
    assert code_of(lambda: answer_report(told, editor, "It stays.")) == "note_gone"
    repair_matters()


def test_a_reader_reports_it_on_a_page_without_an_account(client, notes):
    content = client.get(PAGE).content.decode()
    assert "Note 1" in content and "Report this" in content and "Report this page" not in content
    assert client.post(PAGE, FORM | {"kind": "wrong"})["Location"] == reverse("reported")
    assert Report.objects.get().text == "She is named."
    assert "Please choose what it is about." in client.post(PAGE, FORM | {"kind": ""}).content.decode()
    client.post(PAGE, FORM | {"nickname": "robot"})
    assert Report.objects.count() == 1
    notes.public.clear()
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, FORM).status_code == 404


@pytest.mark.parametrize("address", [["note", 3], ["own", 1], ["unknown", 1], ["note", 10**30]])
def test_what_is_not_public_has_no_such_page(client, notes, address):
    assert client.get(reverse("report-object", args=address)).status_code == 404
