"""Two languages that were sent as one: one line, one decision, and never one of them alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from common.refusal import Refusal
from moderation import services
from moderation.models import Correction, Notice, SentTogether, Submission, Withdrawal
from moderation.services import send_together
from moderation.timing.reminders import remind
from orgs.models import Organization
from outbox.services import drain
from tests.accounts.sign_in_helpers import enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def khmer(draft: Any, make_page: Any, organization: Any, officer: Any) -> Any:
    return make_page(
        "update",
        organization,
        "km",
        owner=officer,
        translation_key=draft.translation_key,
        title="កី ៦",
        text="កី ៦ មកដល់។",
    )


@pytest.fixture
def both(draft: Any, khmer: Any, officer: Any) -> list[Submission]:
    return send_together(draft, khmer, officer)


def states(*sent: Submission) -> list[str]:
    return [Submission.objects.get(pk=each.pk).state for each in sent]


def are_public(*pages: Any) -> list[bool]:
    return [Page.objects.get(pk=page.pk).live for page in pages]


def test_both_wait_until_the_earlier_due_time(both: list[Submission]) -> None:
    assert states(*both) == ["waiting", "waiting"]
    assert both[0].due_at == both[1].due_at
    assert [part.pk for part in both[1].parts] == [part.pk for part in both[0].parts] == [each.pk for each in both]
    assert list(Submission.objects.for_desk()) == [both[0]]


@pytest.mark.parametrize("first", [0, 1])
def test_one_approval_publishes_both(both: list[Submission], draft: Any, khmer: Any, editor: Any, first: int) -> None:
    assert services.approve(both[first], editor).pk == both[first].pk
    assert are_public(draft, khmer) == [True, True]
    assert states(*both) == ["approved", "approved"]
    assert not Submission.objects.filter(decided_by=None).exists()


@pytest.mark.parametrize("changed", [0, 1])
def test_a_refusal_of_one_leaves_both_waiting(both: Any, draft: Any, khmer: Any, editor: Any, changed: int) -> None:
    revision = Revision.objects.get(pk=both[changed].revision_id)
    revision.content["text"] = "Changed behind the submission."
    revision.save()
    with pytest.raises(Refusal) as refused:
        services.approve(both[0], editor)
    assert refused.value.code == "content_changed"
    assert str(refused.value).startswith(both[changed].title)
    assert states(*both) == ["waiting", "waiting"]
    assert are_public(draft, khmer) == [False, False]


def test_checks_wait_for_both(both: list[Submission], editor: Any) -> None:
    drain()
    both[1].check_results.all().delete()
    with pytest.raises(Refusal, match="have not been made"):
        services.approve(both[0], editor, unchecked=False)
    assert states(*both) == ["waiting", "waiting"]


@pytest.mark.parametrize(("act", "state"), [("request_changes", "returned"), ("reject", "refused")])
@pytest.mark.parametrize("first", [0, 1])
def test_one_answer_is_for_both(both: Any, editor: Any, act: str, state: str, first: int) -> None:
    getattr(services, act)(both[first], editor, "Name the village.")
    assert states(*both) == [state, state]


@pytest.mark.parametrize("first", [0, 1])
def test_taking_one_back_takes_both_back(both: list[Submission], officer: Any, first: int) -> None:
    services.take_back(both[first], officer)
    assert states(*both) == ["taken-back", "taken-back"]


def test_a_cancelled_workflow_takes_both_back(both: list[Submission], officer: Any) -> None:
    both[1].workflow_state.cancel(user=officer)
    assert states(*both) == ["taken-back", "taken-back"]


def test_deleting_one_takes_the_other_back(both: list[Submission], khmer: Any, draft: Any) -> None:
    Page.objects.get(pk=khmer.pk).delete()
    assert states(*both) == ["taken-back", "taken-back"]
    assert not Page.objects.get(pk=draft.pk).current_workflow_state


def test_a_claim_and_a_second_opinion_are_about_both(both: list[Submission], editor: Any, make_editor: Any) -> None:
    second = make_editor("second@example.org")
    services.claim(both[1], editor)
    with pytest.raises(Refusal, match="has claimed it"):
        services.approve(both[0], second)
    services.request_second_opinion(both[0], editor, "Please look.")
    with pytest.raises(Refusal, match="Another editor has to decide"):
        services.approve(both[1], editor)
    services.approve(both[1], second)
    assert states(*both) == ["approved", "approved"]


def test_whoever_wrote_in_one_decides_on_neither(draft: Any, khmer: Any, officer: Any, make_editor: Any) -> None:
    writer, reader = make_editor("writer@example.org"), make_editor("reader@example.org")
    Page.objects.get(pk=khmer.pk).specific.save_revision(user=writer)
    both = send_together(draft, khmer, officer)
    with pytest.raises(Refusal):
        services.approve(both[0], writer)
    services.approve(both[0], reader)


def test_a_correction_of_one_is_accepted_for_both(both: Any, draft: Any, khmer: Any, editor: Any, officer: Any) -> None:
    texts = {text.path: text.value for text in services.correctable_texts(both[1])}
    correction = services.offer_correction(both[1], editor, texts | {"text": "កី ៧ មកដល់។"})
    # A small one of a page that was sent alone would be published without an answer.
    assert correction.publish_at is None
    with pytest.raises(Refusal):
        services.approve(both[0], editor)
    assert are_public(draft, khmer) == [False, False]
    services.accept_correction(correction, officer)
    assert are_public(draft, khmer) == [True, True]
    assert Page.objects.get(pk=khmer.pk).specific.text == "កី ៧ មកដល់។"
    assert states(*both) == ["approved", "approved"]


def test_corrections_of_both_are_accepted_as_one(both: Any, draft: Any, khmer: Any, editor: Any, officer: Any) -> None:
    offered = []
    for submission, text in zip(both, ("Seven looms came. We weave.", "កី ៧ មកដល់។"), strict=True):
        texts = {one.path: one.value for one in services.correctable_texts(submission)}
        offered.append(services.offer_correction(submission, editor, texts | {"text": text}))
    services.accept_correction(offered[0], officer)
    shown = [Page.objects.get(pk=page.pk).specific.text for page in (draft, khmer)]
    assert shown == ["Seven looms came. We weave.", "កី ៧ មកដល់។"]
    assert set(Correction.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_colleague_of_the_corrector_decides(both: Any, editor: Any, make_editor: Any) -> None:
    texts = {text.path: text.value for text in services.correctable_texts(both[1])}
    correction = services.offer_correction(both[1], editor, texts | {"text": "កី ៧ មកដល់។"})
    with pytest.raises(Refusal):
        services.accept_correction(correction, editor)
    services.accept_correction(correction, make_editor("second@example.org"))
    assert states(*both) == ["approved", "approved"]


def trust(organization: Organization, *members: Any) -> None:
    organization.tier = Organization.Tier.TRUSTED
    organization.save(update_fields=["tier"])
    for member in members:
        enrol(member)


def test_trust_makes_both_public_at_once(draft: Any, khmer: Any, organization: Any, officer: Any) -> None:
    trust(organization, officer)
    both = send_together(draft, khmer, officer)
    assert states(*both) == ["approved", "approved"]
    assert are_public(draft, khmer) == [True, True]
    assert not SentTogether.objects.exists()


def test_where_trust_holds_for_one_alone_both_wait(draft: Any, khmer: Any, organization: Any, officer: Any) -> None:
    trust(organization, officer)
    services.mark_imported(draft)
    both = send_together(draft, khmer, officer)
    assert states(*both) == ["waiting", "waiting"]
    assert are_public(draft, khmer) == [False, False]


def test_what_cannot_be_sent_sends_neither(draft: Any, khmer: Any, officer: Any, make_page: Any) -> None:
    revision = khmer.get_latest_revision()
    revision.content["text"] = ""
    revision.save()
    with pytest.raises(Refusal) as refused:
        send_together(draft, khmer, officer)
    assert str(refused.value).startswith("កី ៦: ")
    assert not Submission.objects.exists()
    with pytest.raises(ValueError, match="no translations"):
        send_together(draft, draft, officer)


def test_a_planned_time_is_sent_alone(draft: Any, khmer: Any, officer: Any) -> None:
    khmer.go_live_at = timezone.now() + timedelta(hours=1)
    khmer.save_revision(user=officer)
    with pytest.raises(Refusal, match="planned time"):
        send_together(draft, khmer, officer)


def test_editors_are_told_once(both: list[Submission], editor: Any, clock: Any) -> None:
    drain()
    assert list(Notice.objects.filter(kind="opened").values_list("submission", flat=True)) == [both[0].pk]
    clock.move_to(both[0].due_at)
    assert remind() == 1


def test_withdrawing_one_asks_about_the_other(both: Any, draft: Any, khmer: Any, editor: Any, officer: Any) -> None:
    services.approve(both[0], editor)
    services.withdraw(draft, officer)
    assert are_public(draft, khmer) == [False, True]


@pytest.mark.parametrize("first", [0, 1])
def test_both_are_withdrawn_or_none(both: Any, draft: Any, khmer: Any, editor: Any, officer: Any, first: int) -> None:
    services.approve(both[0], editor)
    services.withdraw((draft, khmer)[first], officer, with_other_language=True)
    assert are_public(draft, khmer) == [False, False]
    assert Withdrawal.objects.count() == 2


def test_withdrawing_needs_no_workflow_of_wagtail(draft: Any, waiting: Submission, editor: Any, officer: Any) -> None:
    services.approve(waiting, editor)
    page = Page.objects.get(pk=draft.pk).specific
    page.text = "Eight looms came."
    page.save_revision(user=officer)
    again = services.submit(page, officer)
    Submission.objects.filter(pk=again.pk).update(workflow_state=None)
    services.withdraw(page, officer)
    assert are_public(draft) == [False]
    assert states(again) == ["taken-back"]


def test_withdrawing_an_earlier_version_takes_both_back(
    both: Any, draft: Any, khmer: Any, editor: Any, officer: Any
) -> None:
    services.approve(both[0], editor)
    for page in (draft, khmer):
        again = Page.objects.get(pk=page.pk).specific
        again.text += " Again."
        again.save_revision(user=officer)
    newer = send_together(draft, khmer, officer)
    services.withdraw(khmer, officer)
    assert states(*newer) == ["taken-back", "taken-back"]
    assert are_public(draft, khmer) == [True, False]
