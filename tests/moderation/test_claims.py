"""In whose hands a submission is, and who does not decide it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from common.refusal import Refusal
from moderation.models import Submission
from moderation.models.claims import CLAIM_LASTS
from moderation.services import (
    appeal,
    approve,
    claim,
    reject,
    release,
    renew_claim,
    request_changes,
    request_second_opinion,
    submit,
    take_back,
)
from orgs.models import Organization
from orgs.services import set_editor, set_membership
from outbox.models import Event

MINUTE = timedelta(minutes=1)


@pytest.fixture
def second(make_editor):
    return make_editor("second@example.org", first_name="Second")


def holder(submission):
    return Submission.objects.get(pk=submission.pk).holder


# Claims


def test_what_one_editor_has_nobody_else_decides(waiting, editor, second):
    assert holder(waiting) is None
    assert claim(waiting, editor).holder == editor
    for act in (
        lambda: claim(waiting, second),
        lambda: approve(waiting, second),
        lambda: request_changes(waiting, second, "Name the village."),
        lambda: reject(waiting, second, "No."),
        lambda: request_second_opinion(waiting, second, "Look."),
    ):
        with pytest.raises(Refusal, match=editor.name):
            act()
    assert holder(approve(waiting, editor)) is None


def test_without_a_claim_whoever_comes_decides(waiting, editor):
    approve(waiting, editor)


def test_a_claim_lapses_without_activity(waiting, editor, second, clock):
    claim(waiting, editor)
    clock.shift(CLAIM_LASTS - MINUTE)
    assert holder(waiting) == editor
    clock.shift(MINUTE)
    assert holder(waiting) is None
    assert claim(waiting, second).holder == second
    with pytest.raises(Refusal, match="Second"):
        renew_claim(waiting, editor)


def test_activity_renews_it(waiting, editor, second, clock):
    claim(waiting, editor)
    for _turn in range(3):
        clock.shift(CLAIM_LASTS - MINUTE)
        renew_claim(waiting, editor)
    assert holder(waiting) == editor
    clock.shift(2 * CLAIM_LASTS)
    assert renew_claim(waiting, editor).holder == editor
    with pytest.raises(Refusal, match="not claimed"):
        release(waiting, second)


def test_until_when_is_told(waiting, editor):
    claimed = claim(waiting, editor)
    assert claimed.held_until == claimed.claimed_at + CLAIM_LASTS
    assert release(waiting, editor).held_until is None


def test_what_was_given_back_is_free(waiting, editor, second):
    claim(waiting, editor)
    release(waiting, editor)
    assert holder(waiting) is None
    with pytest.raises(Refusal, match="not claimed"):
        renew_claim(waiting, editor)
    approve(waiting, second)


def test_a_clock_set_back_holds_nothing_for_long(waiting, editor, second, clock):
    claim(waiting, editor)
    clock.shift(timedelta(days=-2))
    assert holder(waiting) is None
    assert claim(waiting, second).holder == second


def test_only_who_may_decide_takes_it(waiting, officer, draft, editor, make_editor):
    with pytest.raises(Refusal, match="Only editors"):
        claim(waiting, officer)
    take_back(waiting, officer)
    own = submit(draft, editor)
    with pytest.raises(Refusal, match="you wrote some of it"):
        claim(own, editor)


def test_what_is_decided_is_not_taken(waiting, editor, second):
    approve(waiting, editor)
    with pytest.raises(Refusal, match="has approved it already"):
        claim(waiting, second)


def test_who_is_no_editor_any_more_holds_nothing(waiting, editor):
    claim(waiting, editor)
    set_editor(editor, False)
    assert holder(waiting) is None


def test_who_leaves_an_organization_holds_nothing_of_it(waiting, editor, organization, other_organization):
    claim(waiting, editor)
    for joined in (organization, other_organization):
        set_membership(editor, joined, "officer")
    set_membership(editor, other_organization, None)
    assert holder(waiting) == editor
    set_membership(editor, organization, None)
    assert holder(waiting) is None


def test_taking_back_ends_the_claim(waiting, editor, officer):
    claim(waiting, editor)
    take_back(waiting, officer)
    assert holder(waiting) is None


# A you are the one to give it


def test_who_asks_for_a_second_look_leaves_it_to_others(waiting, editor, second):
    claim(waiting, editor)
    asked = request_second_opinion(waiting, editor, " Is the village named? ")
    assert (asked.second_look_by, asked.second_look_note, asked.holder) == (editor, "Is the village named?", None)
    assert Event.objects.filter(kind="submission.second_opinion", payload__submission=waiting.pk).count() == 1
    for act in (
        lambda: approve(waiting, editor),
        lambda: request_changes(waiting, editor, "No."),
        lambda: reject(waiting, editor, "No."),
        lambda: claim(waiting, editor),
    ):
        with pytest.raises(Refusal, match="you asked for a second opinion"):
            act()
    with pytest.raises(Refusal, match="you are the one to give it"):
        request_second_opinion(waiting, second, "And you?")
    approve(waiting, second)


def test_a_second_look_needs_a_word(waiting, editor):
    with pytest.raises(Refusal, match="Write what"):
        request_second_opinion(waiting, editor, " ")


# Refusing, and another editor's look at that


def test_what_was_refused_is_not_sent_again_unchanged(waiting, draft, officer, editor):
    refused = reject(waiting, editor, "It is an advertisement.")
    assert refused.state == Submission.State.REFUSED
    with pytest.raises(Refusal, match="rejected exactly this"):
        submit(draft, officer)
    page = type(draft).objects.get(pk=draft.pk)
    page.text = "Six looms came, and twelve women learn to weave."
    page.save_revision(user=officer)
    assert submit(draft, officer).is_waiting


def test_another_editor_looks_at_a_refusal_once(waiting, draft, officer, editor, second):
    refused = reject(waiting, editor, "No.")
    again = appeal(refused, officer)
    assert (again.appeal_of, again.content_hash) == (refused, refused.content_hash)
    with pytest.raises(Refusal, match="you rejected it before"):
        approve(again, editor)
    with pytest.raises(Refusal, match="possible only once"):
        appeal(refused, officer)
    final = reject(again, second, "No, indeed.")
    for submission in (refused, final):
        with pytest.raises(Refusal, match="possible only once"):
            appeal(submission, officer)


def test_an_appeal_may_succeed(waiting, draft, officer, editor, second):
    approve(appeal(reject(waiting, editor, "No."), officer), second)
    draft.refresh_from_db()
    assert draft.live


def test_only_its_organization_appeals_and_only_the_same_words(
    waiting, draft, officer, editor, other_organization, make_member
):
    with pytest.raises(Refusal, match="only the organization"):
        appeal(waiting, officer)
    refused = reject(waiting, editor, "No.")
    for person in (make_member(other_organization, "manager"), editor):
        with pytest.raises(Refusal, match="only the organization"):
            appeal(refused, person)
    page = type(draft).objects.get(pk=draft.pk)
    page.text = "Something else."
    page.save_revision(user=officer)
    with pytest.raises(Refusal, match="changed after it was rejected"):
        appeal(refused, officer)


def test_a_suspended_organization_appeals_not(waiting, officer, editor, organization):
    refused = reject(waiting, editor, "No.")
    Organization.objects.filter(pk=organization.pk).update(status="suspended")
    officer = type(officer).objects.get(pk=officer.pk)
    with pytest.raises(Refusal):
        appeal(refused, officer)


@pytest.mark.parametrize("say_no", [request_changes, reject])
def test_a_reason_of_the_list_is_enough(say_no, waiting, editor):
    from moderation.models import Reason

    with pytest.raises(Refusal, match="Choose a reason"):
        say_no(waiting, editor)
    reasons = list(Reason.objects.all()[:2])
    assert list(say_no(waiting, editor, reasons=reasons).reasons.all()) == reasons
