"""A held decision is undone, carried out or overtaken at the same instant: one outcome."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page

from moderation.models import HeldDecision, Submission
from moderation.models.decisions.held import HOLD
from moderation.services import carry_out_due, hold_decision, take_back, undo_held
from moderation.services.holding.carrying_out import carry_out
from tests.moderation.test_concurrency import at_once, events

pytestmark = pytest.mark.django_db(transaction=True)


def hold(submission: Submission, editor: Any, decision: str = "approve") -> HeldDecision:
    return hold_decision(submission, editor, decision, reason="Name the village.")


def make_due() -> None:
    """Let the minute be over; a clock that is moved would stand still for the waits of threads too."""
    HeldDecision.objects.update(effective_at=HeldDecision.objects.get().effective_at - HOLD)


def test_two_editors_hold_one_decision(waiting: Any, editor: Any, make_editor: Any) -> None:
    second = make_editor("second@example.org")
    results = at_once(lambda: hold(waiting, editor), lambda: hold(waiting, second, "return"))
    assert results.count("done") == 1
    assert sum("already" in result for result in results) == 1
    assert HeldDecision.objects.count() == 1


def test_two_workers_carry_out_once(waiting: Any, editor: Any) -> None:
    held = hold(waiting, editor).pk
    make_due()
    assert at_once(lambda: carry_out(held), lambda: carry_out(held), carry_out_due) == ["done"] * 3
    assert not HeldDecision.objects.exists()
    assert events("submission.decided") == 1
    assert Submission.objects.get(pk=waiting.pk).state == "approved"


def test_undoing_and_carrying_out_have_one_outcome(waiting: Any, editor: Any) -> None:
    held = hold(waiting, editor).pk
    make_due()
    undone, _carried = at_once(lambda: undo_held(held, editor), carry_out_due)
    assert not HeldDecision.objects.exists()
    assert Page.objects.get(pk=waiting.page_id).live == (undone != "done")


def test_taking_back_and_carrying_out_have_one_outcome(waiting: Any, editor: Any, officer: Any) -> None:
    hold(waiting, editor)
    make_due()
    taken, _carried = at_once(lambda: take_back(waiting, officer), carry_out_due)
    submission = Submission.objects.get(pk=waiting.pk)
    assert submission.state == ("taken-back" if taken == "done" else "approved")
    assert not HeldDecision.objects.standing().exists()
    assert HeldDecision.objects.dropped().exists() == (taken == "done")
