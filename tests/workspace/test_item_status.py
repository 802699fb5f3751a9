"""An author sees at every moment where her piece is, who has it, and by when she hears."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from moderation.models import Correction, Reason, Submission
from moderation.services import approve, claim, reject, request_changes, request_second_opinion, submit, withdraw
from orgs.models import Organization
from tests.moderation.row_helpers import make_submissions
from tests.queries import queries_of

HOME = reverse("workspace:home")
States = Submission.State


def shown(client):
    return " ".join(client.get(HOME).content.decode().split())


@pytest.fixture
def corrected(waiting, editor):
    """As it stands once an editor has offered a small correction."""
    return Correction.objects.create(
        submission=waiting,
        revision=waiting.revision,
        content_hash="0" * 64,
        created_by=editor,
        note="Only the spelling.",
        change_ratio=0.01,
        publish_at=timezone.now() + dt.timedelta(hours=24),
    )


def test_nobody_has_it_yet(officers, waiting):
    content = shown(officers)
    assert "No editor has claimed it yet." in content
    assert "Answer by" in content
    assert "is late" not in content


def test_who_has_it(officers, waiting, editor):
    claim(waiting, editor)
    content = shown(officers)
    assert f"<small>{editor.name}</small>" in content
    assert "No editor has claimed it yet." not in content


def test_a_claim_that_lapsed_is_nobodys(officers, waiting, editor):
    claim(waiting, editor)
    Submission.objects.update(claimed_at=timezone.now() - dt.timedelta(minutes=31))
    assert "No editor has claimed it yet." in shown(officers)


def test_lateness_is_told_honestly(officers, waiting):
    Submission.objects.update(due_at=timezone.now() - dt.timedelta(hours=1))
    content = shown(officers)
    assert "Was due" in content
    assert "The answer is late. The editors have been reminded." in content


def test_a_second_look_is_told(officers, waiting, editor):
    request_second_opinion(waiting, editor, "Is this defamatory?")
    content = shown(officers)
    assert "asked another one to decide" in content
    assert "defamatory" not in content, "What editors tell each other is theirs."


def test_a_correction_waits_for_her_word(officers, corrected, editor, draft):
    content = shown(officers)
    assert f"{editor.name} corrected it." in content
    assert "Only the spelling." in content
    assert "without an answer it is published on" in content
    assert 'id="returned"' in content, "It stands under what waits for her."
    assert reverse("workspace:take-back", args=[draft.pk]) in content


def test_a_large_correction_is_not_published_without_her(officers, corrected):
    Correction.objects.update(publish_at=None)
    assert "without an answer" not in shown(officers)


def test_a_dropped_correction_is_not_shown(officers, corrected):
    Correction.objects.update(state=Correction.State.DROPPED)
    assert "corrected it" not in shown(officers)


@pytest.mark.parametrize("decide", [request_changes, reject])
def test_a_no_shows_its_reasons_and_who_gave_it(officers, waiting, editor, decide):
    reason = Reason.objects.get(slug="source")
    decide(waiting, editor, "The second table.", [reason])
    content = shown(officers)
    assert reason.name_en in content
    assert "The second table." in content
    assert f"{editor.name} writes:" in content


def test_reasons_are_in_her_language(officers, officer, waiting, editor):
    officer.language = "km"
    officer.save()
    reason = Reason.objects.get(slug="source")
    request_changes(waiting, editor, "", [reason])
    # Between its words stand invisible places to break the line.
    assert reason.name_km in shown(officers).replace("\u200b", "")


def test_a_refusal_is_called_so(officers, waiting, editor, draft):
    reject(waiting, editor, "Not for this portal.")
    content = shown(officers)
    assert "Rejected" in content
    assert reverse("workspace:submit", args=[draft.pk]) not in content


def test_what_is_approved_for_later_tells_its_hour(officers, officer, editor, make_page, organization):
    later = timezone.now() + dt.timedelta(days=3)
    page = make_page("article", organization, owner=officer, title="At noon", go_live_at=later)
    approve(submit(page, officer), editor)
    content = shown(officers)
    assert "Approved for later" in content
    assert "It becomes public on" in content
    from moderation.services import scheduling

    Organization.objects.update(status=Organization.Status.SUSPENDED)
    with time_machine.travel(later + dt.timedelta(hours=1), tick=False):
        scheduling.run_due()
    Organization.objects.update(status=Organization.Status.ACTIVE)
    content = shown(officers)
    assert "Approved for later" not in content
    assert "It was not published at the time that you chose" in content


def test_what_is_published_by_trust_says_so(officers, waiting, editor):
    approve(waiting, editor)
    assert "because your organization is trusted" not in shown(officers)
    Submission.objects.update(is_by_trust=True, post_review=Submission.PostReview.DUE)
    content = shown(officers)
    assert "because your organization is trusted" in content
    assert "An editor will review it after publication." in content
    Submission.objects.update(post_review=Submission.PostReview.FINE)
    assert "will review it after publication" not in shown(officers)


def test_what_was_published_corrected_says_so(officers, corrected, waiting):
    Submission.objects.update(state=States.APPROVED)
    Correction.objects.update(state=Correction.State.PUBLISHED)
    waiting.page.get_latest_revision().publish()
    assert "It was published with an editor’s corrections." in shown(officers)


def test_a_withdrawal_tells_by_whom_and_why(officers, waiting, editor, draft):
    approve(waiting, editor)
    withdraw(draft, editor, "It names a minor.")
    content = shown(officers)
    assert f"{editor.name} withdrew it on" in content
    assert "It names a minor." in content


def test_what_expired_says_so(officers, officer, editor, make_page, organization):
    end = timezone.now() + dt.timedelta(hours=1)
    page = make_page("article", organization, owner=officer, expire_at=end)
    approve(submit(page, officer), editor)
    page.refresh_from_db()
    page.unpublish(set_expired=True)
    assert "It was public until the day that you chose." in shown(officers)


def test_an_organization_reads_its_own_turnaround(officers, organization, other_organization):
    now = timezone.now()
    times = {"state": States.APPROVED, "decided_at": now}
    make_submissions(other_organization, 9, submitted_at=now - dt.timedelta(hours=99), **times)
    assert "Half of your pages" not in shown(officers)
    make_submissions(organization, 9, submitted_at=lambda number: now - dt.timedelta(hours=number + 1), **times)
    content = shown(officers)
    assert "Half of your pages were decided within 5 h" in content
    assert "nine in ten within 9 h" in content


@pytest.mark.parametrize("language", ["en", "km"])
def test_its_queries_do_not_grow(officers, officer, editor, make_page, organization, language):
    officer.language = language
    officer.save()

    def another_of_each():
        make_page("update", organization, owner=officer)
        for decide in (approve, request_changes, reject):
            submission = submit(make_page("article", organization, owner=officer), officer)
            decide(submission, editor, *([] if decide is approve else ["Why", Reason.objects.all()[:2]]))
        gone = make_page("update", organization, owner=officer)
        approve(submit(gone, officer), editor)
        withdraw(gone, editor, "Why")
        held = submit(make_page("event", organization, owner=officer), officer)
        claim(held, editor)
        Correction.objects.create(
            submission=held, revision=held.revision, content_hash="0" * 64, created_by=editor, change_ratio=0.01
        )

    another_of_each()
    few = len(queries_of(officers, HOME))
    another_of_each()
    assert len(queries_of(officers, HOME)) == few <= 25
