"""A held decision: nothing but its row changes, undo gives all back, and after a minute it is carried out once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from wagtail.models import Page, Revision

from common.refusal import Refusal
from moderation import services
from moderation.models import HeldDecision, Reason, Submission
from moderation.models.decisions.held import HOLD
from moderation.services.holding import carrying_out
from moderation.timing.reminders import remind
from orgs.models import Organization
from orgs.services import set_editor
from outbox.models import Event
from outbox.services import drain
from tests.moderation.held.all_rows import all_rows, changed_tables

pytestmark = pytest.mark.django_db

Decision = HeldDecision.Decision
OUTCOMES = {Decision.APPROVE: "approved", Decision.RETURN: "returned", Decision.REJECT: "refused"}
every_decision = pytest.mark.parametrize("decision", list(Decision))


@pytest.fixture
def second(make_editor: Any) -> Any:
    return make_editor("second@example.org", first_name="Second")


@pytest.fixture
def pair(draft: Any, make_page: Any, organization: Any, officer: Any) -> list[Submission]:
    words = {"title": "កី ៦", "text": "កី ៦ មកដល់។", "translation_key": draft.translation_key}
    return services.send_together(draft, make_page("update", organization, "km", owner=officer, **words), officer)


def hold(submission: Submission, editor: Any, decision: str = Decision.APPROVE) -> HeldDecision:
    words = {} if decision == Decision.APPROVE else {"reason": "Name it.", "reasons": list(Reason.objects.all()[:2])}
    return services.hold_decision(submission, editor, decision, **words)


def now(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def is_live(submission: Submission) -> bool:
    return Page.objects.get(pk=submission.page_id).live


# Every situation in which an editor decides


def alone(waiting: Any, editor: Any, officer: Any, second: Any) -> Submission:
    return waiting


def claimed(waiting: Any, editor: Any, officer: Any, second: Any) -> Submission:
    return services.claim(waiting, editor)


def second_opinion(waiting: Any, editor: Any, officer: Any, second: Any) -> Submission:
    return services.request_second_opinion(waiting, second, "Look at it.")


def corrected(waiting: Any, editor: Any, officer: Any, second: Any) -> Submission:
    texts = {text.path: text.value for text in services.correctable_texts(waiting)}
    correction = services.offer_correction(waiting, second, texts | {"text": "Six looms came. We wove."})
    assert correction.publish_at
    return waiting


def appealed(waiting: Any, editor: Any, officer: Any, second: Any) -> Submission:
    services.reject(waiting, second, "No.")
    return services.appeal(waiting, officer)


def newer_version(waiting: Any, editor: Any, officer: Any, second: Any) -> Submission:
    services.approve(waiting, second)
    page = Page.objects.get(pk=waiting.page_id).specific
    page.text = "Seven looms came."
    page.save_revision(user=officer)
    return services.submit(page, officer)


@every_decision
@pytest.mark.parametrize("situation", [alone, claimed, second_opinion, corrected, appealed, newer_version])
def test_undo_gives_back_every_row(
    waiting: Any, editor: Any, officer: Any, second: Any, situation: Callable[..., Submission], decision: str
) -> None:
    submission = situation(waiting, editor, officer, second)
    drain()
    before, mails = all_rows(), len(mail.outbox)
    held = hold(submission, editor, decision)
    # Only editors can learn of it: nothing else is written, and no event is recorded.
    assert changed_tables(before, all_rows()) <= {"moderation.HeldDecision", "moderation.HeldDecision_reasons"}
    assert drain() == 0
    services.undo_held(held.pk, editor)
    assert all_rows() == before
    assert len(mail.outbox) == mails
    # And what was undone can be decided in another way.
    services.request_changes(submission, editor, "Name the village.")
    assert now(submission).state == "returned"


@every_decision
def test_of_a_pair_both_are_held_undone_and_decided(pair: Any, editor: Any, clock: Any, decision: str) -> None:
    drain()
    before = all_rows()
    services.undo_held(hold(pair[1], editor, decision).pk, editor)
    assert all_rows() == before
    held = hold(pair[1], editor, decision)
    assert not Submission.objects.for_desk().exists()
    clock.shift(HOLD)
    assert services.carry_out_due() == 1
    assert {(now(part).state, now(part).decided_at) for part in pair} == {
        (OUTCOMES[decision], held.effective_at - HOLD)
    }
    assert {is_live(part) for part in pair} == {decision == Decision.APPROVE}


# The minute


@every_decision
def test_it_takes_effect_after_a_minute_and_once(waiting: Any, editor: Any, clock: Any, decision: str) -> None:
    claimed = services.claim(waiting, editor)
    held = hold(claimed, editor, decision)
    clock.shift(HOLD - timedelta(seconds=1))
    assert services.carry_out_due() == 0
    assert now(waiting).is_waiting
    assert not is_live(waiting)
    clock.shift(timedelta(seconds=1))
    assert services.carry_out_due() == 1
    decided = now(waiting)
    assert (decided.state, decided.decided_by) == (OUTCOMES[decision], editor)
    # Statistics count the time until she decided, not the minute.
    assert decided.decided_at == held.effective_at - HOLD
    assert is_live(waiting) == (decision == Decision.APPROVE)
    if decision != Decision.APPROVE:
        assert decided.reason == "Name it."
        assert decided.reasons.count() == 2
    assert services.carry_out_due() == 0
    assert not HeldDecision.objects.exists()
    assert Event.objects.filter(kind="submission.decided").count() == 1


def test_a_clock_that_is_set_back_holds_nothing_up(waiting: Any, editor: Any, clock: Any) -> None:
    hold(waiting, editor)
    clock.shift(-timedelta(hours=5))
    assert services.carry_out_due() == 1


def test_the_author_learns_nothing_before(waiting: Any, editor: Any, officer: Any, clock: Any) -> None:
    drain()
    mail.outbox.clear()
    hold(waiting, editor, Decision.RETURN)
    drain()
    assert not mail.outbox
    clock.shift(HOLD)
    services.carry_out_due()
    drain()
    assert any("Name it." in str(letter.body) for letter in mail.outbox if officer.email in letter.to)


def test_the_page_stays_locked(waiting: Any, editor: Any, officer: Any) -> None:
    hold(waiting, editor)
    assert Page.objects.get(pk=waiting.page_id).specific.get_lock()
    with pytest.raises(Refusal):
        services.submit(waiting.page, officer)


# Other editors


def test_for_other_editors_it_is_decided(waiting: Any, editor: Any, second: Any) -> None:
    hold(waiting, editor)
    assert not Submission.objects.for_desk().exists()
    assert not Submission.objects.awaiting_editors().exists()
    texts = {text.path: text.value for text in services.correctable_texts(waiting)}
    for act in (
        lambda: services.claim(waiting, second),
        lambda: services.approve(waiting, second),
        lambda: services.request_changes(waiting, second, "Name the village."),
        lambda: services.reject(waiting, second, "No."),
        lambda: services.request_second_opinion(waiting, second, "Look."),
        lambda: services.offer_correction(waiting, second, texts | {"text": "Six."}),
        lambda: hold(waiting, second, Decision.RETURN),
        lambda: hold(waiting, editor, Decision.RETURN),
    ):
        with pytest.raises(Refusal, match=editor.name) as refused:
            act()
        assert refused.value.code == "already_decided"


def test_nobody_else_undoes_it(waiting: Any, editor: Any, second: Any) -> None:
    held = hold(waiting, editor)
    for number in (held.pk, held.pk + 1):
        with pytest.raises(Refusal):
            services.undo_held(number, second)
    assert HeldDecision.objects.standing().exists()


def test_no_reminder_of_what_is_decided(waiting: Any, editor: Any, clock: Any) -> None:
    clock.move_to(waiting.due_at)
    hold(waiting, editor)
    assert remind() == 0


# What is refused at once


def test_what_could_not_be_decided_now_is_not_held(waiting: Any, editor: Any, second: Any, officer: Any) -> None:
    def refused(who: Any, decision: str = Decision.APPROVE, **more: Any) -> str:
        with pytest.raises(Refusal) as refusal:
            services.hold_decision(waiting, who, decision, **more)
        return refusal.value.code

    assert refused(officer) == "editors_only"
    assert refused(editor, Decision.RETURN, reason=" ") == "reason_required"
    assert refused(editor, unchecked=False) == "checks_pending"
    services.claim(waiting, second)
    assert refused(editor) == "claimed"
    services.release(waiting, second)
    revision = Revision.objects.get(pk=waiting.revision_id)
    revision.content["text"] = "Changed behind the submission."
    revision.save()
    assert refused(editor) == "content_changed"
    Organization.objects.update(status="suspended")
    assert refused(editor) == "organization_suspended"
    services.request_changes(waiting, editor, "Name the village.")
    assert refused(editor) == "already_decided"
    assert not HeldDecision.objects.exists()


# What changes within the minute


def dropped(waiting: Submission, clock: Any) -> str:
    clock.shift(HOLD)
    assert services.carry_out_due() == 0
    assert not HeldDecision.objects.standing().exists()
    return HeldDecision.objects.dropped().get().why_dropped


def test_suspended_meanwhile(waiting: Any, editor: Any, clock: Any) -> None:
    hold(waiting, editor)
    Organization.objects.update(status="suspended")
    assert "suspended" in dropped(waiting, clock)
    # Back in the queue, and whoever comes may decide.
    assert list(Submission.objects.for_desk()) == [waiting]
    hold(waiting, editor, Decision.RETURN)


def test_changed_meanwhile(waiting: Any, editor: Any, clock: Any) -> None:
    hold(waiting, editor)
    revision = Revision.objects.get(pk=waiting.revision_id)
    revision.content["text"] = "Changed behind the submission."
    revision.save()
    assert "changed after it was sent" in dropped(waiting, clock)
    assert not is_live(waiting)


def test_an_editor_who_is_one_no_longer(waiting: Any, editor: Any, clock: Any) -> None:
    hold(waiting, editor)
    set_editor(editor, False)
    assert "Only editors" in dropped(waiting, clock)
    assert not is_live(waiting)


def test_taken_back_meanwhile(waiting: Any, editor: Any, officer: Any, clock: Any) -> None:
    held = hold(waiting, editor)
    services.take_back(waiting, officer)
    page = Page.objects.get(pk=waiting.page_id).specific
    again = services.submit(page, officer)
    # What is sent again is another submission, on which nobody has decided.
    assert list(Submission.objects.for_desk()) == [again]
    assert "taken back" in dropped(waiting, clock)
    assert now(again).is_waiting
    with pytest.raises(Refusal):
        services.undo_held(held.pk, editor)
    services.dismiss_dropped(editor, [held.pk + 1])
    services.dismiss_dropped(officer, [held.pk])
    assert HeldDecision.objects.exists()
    services.dismiss_dropped(editor, [held.pk])
    assert not HeldDecision.objects.exists()


def test_a_member_accepts_a_correction_meanwhile(waiting: Any, editor: Any, officer: Any, second: Any, clock: Any):
    """She learns nothing of the decision: her consent comes first, and the decision is dropped."""
    corrected(waiting, editor, officer, second)
    hold(waiting, editor, Decision.RETURN)
    correction = waiting.corrections.get()
    services.accept_correction(correction, officer)
    assert is_live(waiting)
    assert "approved it already" in dropped(waiting, clock)


def test_a_small_correction_is_not_published_meanwhile(
    waiting: Any, editor: Any, officer: Any, second: Any, clock: Any
):
    drain()
    corrected(waiting, editor, officer, second)
    clock.shift(timedelta(hours=25))
    hold(waiting, editor, Decision.RETURN)
    assert services.publish_unanswered_corrections() == 0
    clock.shift(HOLD)
    assert services.carry_out_due() == 1
    assert now(waiting).state == "returned"


def test_an_error_is_tried_again_and_then_given_up(waiting: Any, editor: Any, clock: Any, monkeypatch: Any) -> None:
    hold(waiting, editor)
    clock.shift(HOLD)
    before = all_rows()
    real, failing = carrying_out.approve, lambda *_args, **_more: 1 / 0
    monkeypatch.setattr(carrying_out, "approve", failing)
    for failures in range(1, carrying_out.MOST_FAILURES):
        assert services.carry_out_due() == 0
        assert HeldDecision.objects.standing().get().failures == failures
    assert changed_tables(before, all_rows()) == {"moderation.HeldDecision"}
    services.carry_out_due()
    assert "error" in HeldDecision.objects.dropped().get().why_dropped
    assert list(Submission.objects.for_desk()) == [waiting]
    monkeypatch.setattr(carrying_out, "approve", real)
    hold(waiting, editor)
    clock.shift(HOLD)
    assert services.carry_out_due() == 1


def test_dropped_ones_are_deleted_after_a_week(waiting: Any, editor: Any, officer: Any, clock: Any) -> None:
    hold(waiting, editor)
    services.take_back(waiting, officer)
    dropped(waiting, clock)
    clock.shift(timedelta(days=6))
    services.delete_old_dropped()
    assert HeldDecision.objects.exists()
    clock.shift(timedelta(days=2))
    services.delete_old_dropped()
    assert not HeldDecision.objects.exists()
