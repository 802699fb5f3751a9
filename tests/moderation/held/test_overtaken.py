"""What happens to a piece in the minute of a held decision: nothing becomes public that should not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from common.refusal import Refusal
from moderation import services
from moderation.models import HeldDecision, Submission
from moderation.models.decisions.held import HOLD
from moderation.services.matters import assign_matter, open_matter
from orgs.services import set_membership
from tests.moderation.matter_kinds import notes

__all__ = ["notes"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def second(make_editor: Any) -> Any:
    return make_editor("second@example.org", first_name="Second")


def hold(submission: Submission, editor: Any) -> HeldDecision:
    return services.hold_decision(submission, editor, HeldDecision.Decision.APPROVE)


def dropped(clock: Any) -> str:
    clock.shift(HOLD)
    assert services.carry_out_due() == 0
    assert not Page.objects.filter(pk__in=Submission.objects.values("page"), live=True).exists()
    return HeldDecision.objects.dropped().get().why_dropped


def test_a_colleague_s_claim_does_not_drop_it(waiting: Any, editor: Any, second: Any, clock: Any) -> None:
    hold(waiting, editor)
    with pytest.raises(Refusal, match="approved it already"):
        services.assign(waiting, second, second)
    clock.shift(HOLD)
    assert services.carry_out_due() == 1


def test_of_what_was_taken_back_nobody_is_told_that_it_waits(waiting: Any, editor: Any, officer: Any, clock: Any):
    held = hold(waiting, editor)
    services.take_back(waiting, officer)
    with pytest.raises(Refusal, match="taken back"):
        services.undo_held(held.pk, editor)
    assert "taken back" in dropped(clock)


def test_after_a_restore_nothing_of_before_is_carried_out(waiting: Any, editor: Any, clock: Any) -> None:
    editor.language = "km"
    editor.save()
    hold(waiting, editor)
    services.drop_restored()
    assert "ច្បាប់បម្រុងទុក" in dropped(clock)
    assert list(Submission.objects.for_desk()) == [waiting]


def test_withdrawing_what_is_public_ends_it(waiting: Any, editor: Any, second: Any, officer: Any, clock: Any) -> None:
    services.approve(waiting, second)
    page = Page.objects.get(pk=waiting.page_id).specific
    page.text = "Seven looms came."
    page.save_revision(user=officer)
    hold(services.submit(page, officer), editor)
    services.withdraw(page, officer)
    assert "taken back" in dropped(clock)


def test_deleting_the_page_ends_it(waiting: Any, editor: Any, clock: Any) -> None:
    hold(waiting, editor)
    Page.objects.get(pk=waiting.page_id).delete()
    assert "deleted" in dropped(clock)


def test_what_expires_in_the_minute_is_not_published(draft: Any, editor: Any, officer: Any, clock: Any) -> None:
    draft.expire_at = timezone.now() + timedelta(seconds=30)
    draft.save_revision(user=officer)
    hold(services.submit(draft, officer), editor)
    assert "expiry" in dropped(clock)


def test_who_joins_the_organization_or_leaves_does_not_publish(
    waiting: Any, editor: Any, second: Any, organization: Any, clock: Any
) -> None:
    hold(waiting, editor)
    set_membership(editor, organization, "officer")
    assert "belong to this organization" in dropped(clock)
    HeldDecision.objects.all().delete()
    hold(waiting, second)
    type(second).objects.filter(pk=second.pk).update(is_active=False)
    assert "Only editors" in dropped(clock)


def test_nobody_chooses_who_decides_about_her_own_organization(
    waiting: Any, editor: Any, second: Any, organization: Any, notes: Any
) -> None:
    matter = open_matter("note", 1, organization, "A note", language="en")
    set_membership(second, organization, "officer")
    with pytest.raises(Refusal, match="belong to this organization"):
        services.assign(waiting, second, editor)
    with pytest.raises(Refusal, match="belong to this organization"):
        assign_matter(matter, second, editor)
