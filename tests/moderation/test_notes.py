"""Notes between a piece's organization and the editors: for whom one writes, what is refused, who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from accounts.models import DeskMails
from common.refusal import Refusal
from moderation.models import Submission, SubmissionNote
from moderation.notes.permissions import NoteSide, may_read_notes, note_side
from moderation.notes.telling import tell_notes
from moderation.notes.writing import WRITTEN, write_note
from moderation.services import claim, request_changes
from moderation.tasks import send_digests
from orgs.models import Role
from orgs.services import clear_cached_rights, set_membership
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def code_of(submission, user, text):
    with pytest.raises(Refusal) as refused:
        write_note(submission, user, text)
    return refused.value.code


def wait(minutes):
    """Let all notes be so much older."""
    for note in SubmissionNote.objects.all():
        SubmissionNote.objects.filter(pk=note.pk).update(created_at=note.created_at - timedelta(minutes=minutes))


def beat(drain):
    """Do what happens every minute, and return the mails that were sent, by address."""
    mail.outbox.clear()
    send_digests()
    drain()
    return {letter.to[0]: letter for letter in mail.outbox}


def test_each_person_writes_for_one_side(waiting, organization, officer, editor, make_editor, other_officer):
    own_editor = make_editor("own@example.org")
    set_membership(own_editor, organization, Role.OFFICER)
    translators = [make_user(f"{language}@example.org") for language in ("en", "km")]
    for person, language in zip(translators, ("en", "km"), strict=True):
        set_membership(person, organization, Role.OFFICER, translates_into=language)
    people = [officer, own_editor, translators[0], editor, translators[1], other_officer]
    for person in people:
        clear_cached_rights(person)
    ours, theirs = NoteSide.ORGANIZATION, NoteSide.EDITORS
    assert [note_side(person, waiting) for person in people] == [ours, ours, ours, theirs, None, None]
    assert [may_read_notes(person, waiting) for person in people] == [True, True, True, True, False, False]
    assert code_of(waiting, other_officer, "Hello") == "not_concerned"


def test_an_editor_who_translates_for_the_organization_reads_and_does_not_write(waiting, organization, make_editor):
    person = make_editor("translating@example.org")
    set_membership(person, organization, Role.OFFICER, translates_into="km")
    clear_cached_rights(person)
    assert note_side(person, waiting) is None
    assert may_read_notes(person, waiting)


def test_a_note_is_kept_and_logged_without_its_words(waiting, officer, editor):
    write_note(waiting, officer, "  The village is\r\nBati. ")
    note = write_note(waiting, editor, "Thank you.")
    assert note.is_from_editor
    assert [each.text for each in SubmissionNote.objects.all()] == ["The village is\nBati.", "Thank you."]
    entries = PageLogEntry.objects.filter(action="moderation.note")
    assert sorted(entry.user_id for entry in entries) == sorted([officer.pk, editor.pk])
    assert "Bati" not in str([entry.data for entry in entries])


def test_empty_long_and_too_many_notes_are_refused(waiting, officer, monkeypatch):
    assert code_of(waiting, officer, " \u200b ") == "empty_note"
    assert code_of(waiting, officer, "a" * 1001) == "long_note"
    monkeypatch.setattr("moderation.notes.writing.WRITTEN", type(WRITTEN)("notes of one person", 2, 86400))
    write_note(waiting, officer, "One")
    write_note(waiting, officer, "Two")
    assert code_of(waiting, officer, "Three") == "too_many_notes"
    assert SubmissionNote.objects.count() == 2


def test_members_of_a_suspended_organization_write_none(waiting, officer, editor, organization):
    write_note(waiting, officer, "One")
    organization.status = "suspended"
    organization.save()
    clear_cached_rights(officer)
    assert code_of(waiting, officer, "Two") == "organization_suspended"
    # They read on, and editors write to them.
    assert may_read_notes(officer, waiting)
    write_note(waiting, editor, "Please wait.")
    assert [note.text for note in SubmissionNote.objects.all()] == ["One", "Please wait."]


def test_the_same_words_twice_in_a_row_are_one_note(waiting, officer, editor):
    first = write_note(waiting, officer, "Please wait.")
    assert write_note(waiting, officer, "Please wait.") == first
    write_note(waiting, editor, "Please wait.")
    write_note(waiting, officer, "Please wait.")
    assert SubmissionNote.objects.count() == 3


def test_several_notes_of_an_editor_make_one_mail(waiting, officer, editor, drain):
    # She wants no mails about decisions; this is somebody who waits for her answer.
    officer.decision_mails = False
    officer.save()
    drain()
    write_note(waiting, editor, "Which village?")
    assert beat(drain) == {}
    write_note(waiting, editor, "And which year?")
    wait(6)
    sent = beat(drain)
    assert set(sent) == {officer.email}
    letter = sent[officer.email]
    assert letter.subject == "A word from an editor: Six looms"
    for words in ("Which village?", "And which year?", f"/workspace/piece/{waiting.page_id}/notes/"):
        assert words in letter.body
    assert beat(drain) == {}


def test_notes_of_the_organization_come_with_the_mail_of_the_desk(waiting, officer, editor, make_editor, drain):
    make_editor("second@example.org")
    drain()
    claim(waiting, editor)
    write_note(waiting, officer, "The village is Bati.")
    write_note(waiting, officer, "The year is 2026.")
    editor.desk_digests.update(created_at=timezone.now() - timedelta(hours=1))
    wait(6)
    sent = beat(drain)
    # Only who has the piece; what was told is not told again.
    assert set(sent) == {editor.email}
    assert "The village is Bati." in sent[editor.email].body
    assert "The year is 2026." in sent[editor.email].body
    assert f"/workspace/review/{waiting.pk}/" in sent[editor.email].body


def test_no_mail_tells_an_editor_of_what_was_answered_meanwhile(waiting, officer, editor, drain):
    drain()
    write_note(waiting, officer, "The village is Bati.")
    wait(6)
    tell_notes()
    write_note(waiting, editor, "Thank you.")
    editor.desk_digests.update(created_at=timezone.now() - timedelta(hours=1))
    sent = beat(drain)
    assert "Bati" not in "".join(letter.body for letter in sent.values())


def test_an_editor_without_mails_of_the_desk_gets_none(waiting, officer, editor, drain):
    drain()
    editor.desk_mails = DeskMails.NONE
    editor.save()
    write_note(waiting, officer, "The village is Bati.")
    wait(6)
    assert beat(drain) == {}


def test_managers_are_told_when_the_sender_has_left(waiting, officer, manager, editor, drain):
    drain()
    officer.is_active = False
    officer.save()
    request_changes(waiting, editor, "Name the village.")
    write_note(Submission.objects.get(pk=waiting.pk), editor, "Which village?")
    wait(6)
    assert manager.email in beat(drain)


def test_notes_stay_when_the_page_is_deleted_and_nobody_is_told(waiting, officer, editor, drain):
    drain()
    write_note(waiting, editor, "Which village?")
    Submission.objects.filter(pk=waiting.pk).update(state=Submission.State.TAKEN_BACK)
    Page.objects.filter(pk=waiting.page_id).delete()
    wait(6)
    assert beat(drain) == {}
    note = SubmissionNote.objects.get()
    assert note.submission.page is None
    assert note.told_at is not None


def test_a_page_that_is_deleted_meanwhile_gets_no_note(waiting, officer):
    before = Submission.objects.select_related("page__locale").get(pk=waiting.pk)
    Page.objects.get(pk=waiting.page_id).delete()
    assert code_of(before, officer, "Which village?") == "page_deleted"
