"""Mails of moderation: their recipients, languages and number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from mail import sending
from moderation.mails import link
from moderation.models import Correction, Reason
from moderation.services import (
    answer_report,
    approve,
    change_tier,
    offer_correction,
    post_review,
    publish_unanswered_corrections,
    reject,
    report,
    request_changes,
    submit,
    take_back,
    withdraw,
)
from orgs.services import set_editor, set_membership
from tests.accounts.sign_in_helpers import trust


def letters(drain):
    """Return the mails sent by now, by address."""
    mail.outbox.clear()
    drain()
    return {letter.to[0]: letter for letter in mail.outbox}


def leads_to(letter, name, pk):
    """Return whether a line of it is nothing but the address of exactly that page."""
    return link(f"workspace:{name}", pk) in letter.body.splitlines()


def test_editors_are_told_in_their_language_where_to_decide(draft, officer, editor, make_editor, drain, organization):
    make_editor("english@example.org", language="en", first_name="Dara & Co")
    make_editor("khmer@example.org", language="km")
    submission = submit(draft, officer)
    sent = letters(drain)
    assert set(sent) == {editor.email, "english@example.org", "khmer@example.org"}
    english = sent["english@example.org"]
    assert english.subject == "1 task for editors"
    assert "Hello Dara & Co," in english.body
    assert "Six looms" in english.body
    assert organization.name_en in english.body
    assert f"/workspace/review/{submission.pk}/" in english.body
    khmer = sent["khmer@example.org"]
    assert organization.name_km in khmer.body
    assert khmer.subject == "អត្ថបទ ១ រង់ចាំអ្នកកែសម្រួល"
    assert khmer.extra_headers["Content-Language"] == "km"
    assert len(mail.outbox) == 3
    assert letters(drain) == {}


def test_who_wrote_it_is_not_asked_to_decide(draft, editor, make_editor, drain):
    make_editor("second@example.org")
    submit(draft, editor)
    assert set(letters(drain)) == {"second@example.org"}


def test_administrators_are_asked_where_no_editor_is(draft, officer, editor, administrator, drain):
    set_editor(editor, False)
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
    request_changes(waiting, editor, 'Paragraph 2 names <Sokha> & a "number".')
    letter = letters(drain)[officer.email]
    assert 'Paragraph 2 names <Sokha> & a "number".' in letter.body
    assert leads_to(letter, "content-item", waiting.page_id)
    assert letter.extra_headers["Content-Language"] == language


def test_whose_page_an_editor_withdrew_learns_why(waiting, draft, officer, editor, drain):
    approve(waiting, editor)
    drain()
    withdraw(draft, editor, "It names a minor.")
    letter = letters(drain)[officer.email]
    assert letter.subject == "No longer public: Six looms"
    assert "It names a minor." in letter.body
    assert leads_to(letter, "content-item", draft.pk)


def test_who_withdraws_her_own_page_gets_no_mail(waiting, draft, officer, manager, editor, drain):
    approve(waiting, editor)
    drain()
    withdraw(draft, manager)
    assert letters(drain) == {}


def test_what_is_deleted_meanwhile_is_no_error(waiting, draft, editor, drain):
    draft.delete()
    assert letters(drain) == {}


def test_a_mail_is_text_and_html_with_a_link_to_the_settings(waiting, officer, editor, drain):
    drain()
    request_changes(waiting, editor, "<b>http://evil.example/</b>")
    letter = letters(drain)[officer.email]
    (html, kind), *_others = letter.alternatives
    assert kind == "text/html"
    assert "&lt;b&gt;http://evil.example/&lt;/b&gt;" in html
    assert 'href="http://evil' not in html
    for body in (letter.body, html):
        assert "/workspace/mail/" in body
    assert 'lang="en"' in html
    assert "src=" not in html
    assert "\n\n\n" not in letter.body
    assert letter.extra_headers["List-Unsubscribe"].endswith("/workspace/mail/>")
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_is_said_twice_has_one_name(drain):
    for _twice in range(2):
        with transaction.atomic():
            sending.send("a@example.org", "Hello", "Hello", identity="hello 1")
        drain()
    with transaction.atomic():
        sending.send("b@example.org", "Hello", "Hello", identity="hello 1")
    drain()
    first, second, other = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    assert first == second != other


@pytest.mark.parametrize("language", ["en", "km"])
def test_reasons_of_the_list_come_in_the_authors_language(waiting, officer, editor, drain, language):
    officer.language = language
    officer.save()
    drain()
    reason = Reason.objects.get(slug="dead-link")
    reject(waiting, editor, "And more.", [reason])
    letter = letters(drain)[officer.email]
    assert reason.name_in(language) in letter.body
    assert "And more." in letter.body


def test_who_left_the_organization_hears_nothing(waiting, officer, editor, organization, drain):
    drain()
    request_changes(waiting, editor, "Change it.")
    set_membership(officer, organization, None)
    assert officer.email not in letters(drain)


def test_who_wants_no_mails_about_decisions_gets_none(waiting, officer, editor, drain):
    officer.decision_mails = False
    officer.save()
    drain()
    approve(waiting, editor)
    assert letters(drain) == {}


def test_a_correction_asks_its_author_in_any_case(waiting, officer, editor, drain):
    officer.decision_mails = False
    officer.save()
    drain()
    text = "Six looms came. We weave. "
    words = text + "Come and see what we make of it this year."
    correction = offer_correction(waiting, editor, {"text": words}, "A little more.")
    letter = letters(drain)[officer.email]
    assert letter.subject == "Please check the correction: Six looms"
    assert "A little more." in letter.body
    assert leads_to(letter, "correction", correction.pk)


def test_what_was_published_unanswered_is_told_as_such(waiting, officer, editor, drain):
    drain()
    offer_correction(waiting, editor, {"text": "Six looms came. We weave!"})
    drain()
    Correction.objects.update(change_ratio=0.01, publish_at=timezone.now() - timedelta(minutes=1))
    assert publish_unanswered_corrections() == 1
    sent = letters(drain)
    assert set(sent) == {officer.email}
    assert "Nobody objected" in sent[officer.email].body


def test_a_finding_afterwards_is_told_to_author_and_managers(
    organization, officer, manager, editor, make_page, drain, monkeypatch
):
    monkeypatch.setattr("moderation.services.post_reviews.is_sampled", lambda organization: True)
    trust(organization)
    page = make_page("update", organization, owner=officer, title="Six looms")
    page.get_workflow().start(page, officer)
    sent = letters(drain)
    assert sent[officer.email].subject == "Published: Six looms"
    assert "to be reviewed" in sent[editor.email].body
    submission = page.submissions.get()
    assert leads_to(sent[editor.email], "post-review", submission.pk)
    post_review(submission, editor, True, "It names a minor.")
    sent = letters(drain)
    assert "It names a minor." in sent[officer.email].body
    assert leads_to(sent[officer.email], "content-item", page.pk)
    assert "It names a minor." in sent[manager.email].body
    assert sent[manager.email].subject == "Silk Weavers is now: verified"


def test_a_change_of_tier_is_told_to_managers_only(organization, officer, manager, administrator, drain):
    change_tier(organization, administrator, "verified", "Five good pages.")
    sent = letters(drain)
    assert set(sent) == {manager.email}
    assert "Five good pages." in sent[manager.email].body


@pytest.mark.parametrize(("language", "takes"), [("en", True), ("km", False)])
def test_a_reader_who_left_an_address_is_answered_once(make_page, organization, editor, drain, language, takes):
    page = make_page("update", organization, live=True, title="Six looms")
    told = report(page, "wrong", "It is seven.", "reader@example.org", language)
    notice = letters(drain)[editor.email]
    assert "Six looms" in notice.body
    assert leads_to(notice, "report", told.pk)
    answer_report(told, editor, "We asked.", take_down=takes)
    letter = letters(drain)["reader@example.org"]
    assert "We asked." in letter.body
    assert letter.extra_headers["Content-Language"] == language
    assert "/workspace/" not in letter.body
    assert letters(drain) == {}


def test_a_reader_without_an_address_is_not_written_to(make_page, organization, editor, drain):
    told = report(make_page("update", organization, live=True), "wrong", "It is seven.")
    drain()
    answer_report(told, editor)
    assert letters(drain) == {}
