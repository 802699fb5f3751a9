"""Who is told what, in which language, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from moderation.services import approve, return_, submit, take_back, withdraw


def letters(drain):
    """What was sent by now, by address."""
    mail.outbox.clear()
    drain()
    return {letter.to[0]: letter for letter in mail.outbox}


def test_editors_are_told_in_their_language_where_to_decide(draft, officer, make_editor, drain, organization):
    make_editor("english@example.org", language="en", first_name="Dara & Co")
    make_editor("khmer@example.org", language="km")
    submission = submit(draft, officer)
    sent = letters(drain)
    assert set(sent) == {"english@example.org", "khmer@example.org"}
    english = sent["english@example.org"]
    assert english.subject == "For review: Six looms"
    assert "Hello Dara & Co," in english.body
    assert organization.name_en in english.body
    assert f"http://testserver/workspace/review/{submission.pk}/" in english.body.replace(
        "localhost:8000", "testserver"
    )
    khmer = sent["khmer@example.org"]
    assert organization.name_km in khmer.body
    assert khmer.extra_headers["Content-Language"] == "km"
    assert len(mail.outbox) == 2
    assert letters(drain) == {}


def test_who_wrote_it_is_not_asked_to_decide(draft, editor, make_editor, drain):
    make_editor("second@example.org")
    submit(draft, editor)
    assert set(letters(drain)) == {"second@example.org"}


def test_administrators_are_asked_where_no_editor_is(draft, officer, administrator, drain):
    submit(draft, officer)
    assert set(letters(drain)) == {administrator.email}


def test_former_editors_hear_nothing(draft, officer, editor, administrator, drain):
    editor.is_active = False
    editor.save()
    submit(draft, officer)
    assert set(letters(drain)) == {administrator.email}


def test_what_was_taken_back_at_once_is_not_announced(waiting, officer, editor, drain):
    take_back(waiting, officer)
    assert letters(drain) == {}


def test_the_author_learns_of_the_approval(waiting, officer, editor, drain):
    drain()
    approve(waiting, editor)
    letter = letters(drain)[officer.email]
    assert letter.subject == "Published: Six looms"
    assert waiting.page.full_url in letter.body


def test_what_was_approved_for_later_is_not_called_public(draft, officer, editor, drain):
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision(user=officer)
    submission = submit(draft, officer)
    drain()
    approve(submission, editor)
    letter = letters(drain)[officer.email]
    assert letter.subject == "Approved: Six looms"
    assert "at the time that you chose" in letter.body


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_author_learns_of_the_reason(waiting, officer, editor, drain, language):
    officer.language = language
    officer.save()
    drain()
    return_(waiting, editor, 'Paragraph 2 names <Sokha> & a "number".')
    letter = letters(drain)[officer.email]
    assert 'Paragraph 2 names <Sokha> & a "number".' in letter.body
    assert "/workspace/" in letter.body
    assert letter.extra_headers["Content-Language"] == language


def test_whose_page_an_editor_withdrew_learns_why(waiting, draft, officer, editor, drain):
    approve(waiting, editor)
    drain()
    withdraw(draft, editor, "It names a minor.")
    letter = letters(drain)[officer.email]
    assert letter.subject == "No longer public: Six looms"
    assert "It names a minor." in letter.body


def test_who_withdraws_her_own_page_gets_no_mail(waiting, draft, officer, manager, editor, drain):
    approve(waiting, editor)
    drain()
    withdraw(draft, manager)
    assert letters(drain) == {}


def test_what_is_deleted_meanwhile_is_no_error(waiting, draft, editor, drain):
    draft.delete()
    assert letters(drain) == {}
